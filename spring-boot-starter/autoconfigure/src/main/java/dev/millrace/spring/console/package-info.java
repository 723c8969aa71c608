/* SPDX-License-Identifier: Apache-2.0 */
/** A page for those who look after workers: how these fare, what is parked, and what became of an item. */
@NullMarked
package dev.millrace.spring.console;

import org.jspecify.annotations.NullMarked;
