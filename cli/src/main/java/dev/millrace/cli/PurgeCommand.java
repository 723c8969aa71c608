/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.opensearch.SearchIndex;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace purge}: clears a module's search index of what is long deleted or expired. */
@Command(
        name = "purge",
        description =
                "Clears the module's search index of items whose deletion or expiry is long past. From then on nothing tells a"
                        + " late change of such an item from a new item.")
final class PurgeCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private SearchTarget search = new SearchTarget();

    @Option(
            names = "--generation",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which index of the module (default: 1).")
    private int generation;

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            defaultValue = "P30D",
            description = "Longer than any change may be under way, redriven ones included (default: P30D).")
    private Duration olderThan = SearchIndex.RETENTION;

    @Override
    public Integer call() {
        try (OpenSearchConnection connection = search.connect()) {
            long purged = search.index(connection, target.module(), generation)
                    .purge(olderThan)
                    .blockOptional()
                    .orElse(0L);
            if (spec != null) {
                spec.commandLine().getOut().println("purged: %,d items".formatted(purged));
            }
        }
        return 0;
    }
}
