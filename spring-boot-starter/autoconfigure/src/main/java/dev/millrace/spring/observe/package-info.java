/* SPDX-License-Identifier: Apache-2.0 */
/** Observations, traces and meters of commands, bridges and sinks. */
@NullMarked
package dev.millrace.spring.observe;

import org.jspecify.annotations.NullMarked;
