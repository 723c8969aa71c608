/* SPDX-License-Identifier: Apache-2.0 */
/** What became of items over time, read from the command table: no second write, no table of its own. */
@NullMarked
package dev.millrace.history;

import org.jspecify.annotations.NullMarked;
