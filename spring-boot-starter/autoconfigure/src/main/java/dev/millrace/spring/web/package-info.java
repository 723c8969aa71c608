/* SPDX-License-Identifier: Apache-2.0 */
/** Millrace over HTTP: who asks, what they may do, versions, errors as problems, and live updates. */
@NullMarked
package dev.millrace.spring.web;

import org.jspecify.annotations.NullMarked;
