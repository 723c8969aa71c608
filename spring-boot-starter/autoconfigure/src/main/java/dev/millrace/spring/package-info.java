/* SPDX-License-Identifier: Apache-2.0 */
/** Modules as beans: properties, the connection, services, and the checks before an application starts. */
@NullMarked
package dev.millrace.spring;

import org.jspecify.annotations.NullMarked;
