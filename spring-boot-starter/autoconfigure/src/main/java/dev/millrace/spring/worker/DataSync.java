/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a bean, by its class or its {@code @Bean} method, that is a {@code DataSyncHandler} of {@code
 * millrace-sink-runner}: it is called with every change of a module, in a consumer group of its own. See {@code
 * millrace.data-sync.*}.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface DataSync {

    /** The modules, of {@code millrace.modules}, whose changes it is called with. */
    String[] value();
}
