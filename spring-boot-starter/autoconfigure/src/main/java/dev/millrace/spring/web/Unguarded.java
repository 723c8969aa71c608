/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Opens a controller, or one of its methods, to callers of whom no user and tenant are known. Services still refuse them,
 * and so does Spring Security unless its filter chain permits the path.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Unguarded {}
