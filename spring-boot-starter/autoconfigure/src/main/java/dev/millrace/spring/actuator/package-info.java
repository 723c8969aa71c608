/* SPDX-License-Identifier: Apache-2.0 */
/** How modules and workers are doing, for probes and for people. */
@NullMarked
package dev.millrace.spring.actuator;

import org.jspecify.annotations.NullMarked;
