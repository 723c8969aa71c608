/* SPDX-License-Identifier: Apache-2.0 */
/** What only development needs: engines on this machine, and tokens. */
@NullMarked
package dev.millrace.examples.orders.dev;

import org.jspecify.annotations.NullMarked;
