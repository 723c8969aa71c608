/* SPDX-License-Identifier: Apache-2.0 */
/** Workers by settings: the bridge and the sinks, started and stopped with the application. */
@NullMarked
package dev.millrace.spring.worker;

import org.jspecify.annotations.NullMarked;
