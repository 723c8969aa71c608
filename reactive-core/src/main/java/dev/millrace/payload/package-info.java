/* SPDX-License-Identifier: Apache-2.0 */
/** Payloads as objects of the application's own classes, and how their older forms are read for ever. */
@NullMarked
package dev.millrace.payload;

import org.jspecify.annotations.NullMarked;
