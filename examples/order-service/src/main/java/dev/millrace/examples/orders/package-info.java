/* SPDX-License-Identifier: Apache-2.0 */
/** Orders: taken as commands, kept as versions, found in SQL. */
@NullMarked
package dev.millrace.examples.orders;

import org.jspecify.annotations.NullMarked;
