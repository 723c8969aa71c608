/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.context.InvokeContext;
import dev.millrace.data.ItemQuery;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.item.PartitionKey;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.datatable.DataTableSink;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The module's data table, which its queries read. */
final class DataTable implements ReadModel {

    private static final int PAGE = 1_000;

    private final DynamoModule module;

    DataTable(DynamoModule module) {
        this.module = module;
    }

    @Override
    public ChangeSink sink() {
        return DataTableSink.over(module.dataStore());
    }

    @Override
    public Mono<Void> prepare() {
        return Mono.empty(); // made with the command table
    }

    @Override
    public Mono<Verification> verify(ExpectedItems expected) {
        return Verification.of(
                expected, Flux.fromIterable(expected.partitions()).concatMap(this::items));
    }

    private Flux<Verification.Found> items(PartitionKey partition) {
        return module.dataService()
                .streamItemsByPk(partition, ItemQuery.all().withDeleted().limit(PAGE))
                .map(item -> new Verification.Found(
                        item.key(), item.version(), item.state().content()))
                .contextWrite(InvokeContext.system(partition.tenant()).asContext());
    }

    @Override
    public void close() {
        // the connection belongs to the road
    }
}
