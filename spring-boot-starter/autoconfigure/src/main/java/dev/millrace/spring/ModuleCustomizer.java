/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.dynamodb.DynamoModule;

/**
 * A bean that changes a module before its services are made of it, for example {@code module ->
 * module.withOffload(offload)}. All beans of this type are applied, in their order, to every module.
 */
@FunctionalInterface
public interface ModuleCustomizer {

    /** Returns the module to use instead. */
    DynamoModule customize(DynamoModule module);
}
