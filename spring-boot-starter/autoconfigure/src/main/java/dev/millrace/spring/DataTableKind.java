/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.datatable.DataTableSink;

/** The module's own data table. */
final class DataTableKind implements SinkKind {

    static final String KIND = "data-table";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public ChangeSink create(String name, DynamoModule module, SinkSettings settings) {
        return DataTableSink.over(module.dataStore());
    }
}
