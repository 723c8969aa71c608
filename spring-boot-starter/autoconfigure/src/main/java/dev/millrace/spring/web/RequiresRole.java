/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets only callers with one of the roles use a controller's method, or all of a controller's methods that do not say
 * otherwise. {@code system_admin} may do everything.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface RequiresRole {

    /** The roles, any of which will do; compared as they are, case included. */
    String[] value();
}
