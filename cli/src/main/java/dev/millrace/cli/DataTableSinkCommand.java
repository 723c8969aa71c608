/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.sink.datatable.DataTableSink;
import dev.millrace.sink.runner.RunnerOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace sink data-table}: a worker that keeps a module's data table. */
@Command(
        name = "data-table",
        description = "Keeps the module's data table. Start as many as the topic has partitions: they share them.")
final class DataTableSinkCommand implements Callable<Integer> {

    @Mixin
    private SinkWorker worker = new SinkWorker();

    @Option(
            names = "--lanes",
            paramLabel = "N",
            defaultValue = "16",
            description = "Batches under way at once, a power of two (default: 16).")
    private int lanes = RunnerOptions.defaults().lanes();

    @Override
    public Integer call() {
        return worker.run(RunnerOptions.defaults().withLanes(lanes), module -> DataTableSink.over(module.dataStore()));
    }
}
