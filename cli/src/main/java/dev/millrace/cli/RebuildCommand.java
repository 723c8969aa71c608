/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.rebuild.Rebuild;
import dev.millrace.rebuild.RebuildCounts;
import dev.millrace.rebuild.RebuildOptions;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.datatable.DataTableSink;
import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.r2dbc.R2dbcSink;
import dev.millrace.sink.r2dbc.RowProjection;
import dev.millrace.sink.r2dbc.SqlConnection;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** {@code millrace rebuild}: refills a read model from the command table. */
@Command(
        name = "rebuild",
        description = "Refills a read model from the command table, beside live traffic. A rebuild that was ended early"
                + " goes on where it was.")
final class RebuildCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(10);

    /** The read models there are. */
    enum Kind {
        DATA_TABLE,
        POSTGRES,
        OPENSEARCH;

        /** As sinks are named. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private SqlTarget database = new SqlTarget();

    @Mixin
    private SearchTarget search = new SearchTarget();

    @Option(
            names = "--sink",
            paramLabel = "NAME",
            required = true,
            description = "The read model: ${COMPLETION-CANDIDATES}.")
    private Kind kind = Kind.DATA_TABLE;

    @Option(
            names = "--table",
            paramLabel = "NAME",
            defaultValue = "items",
            description = "The table of PostgreSQL (default: items).")
    private String table = "items";

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Rows of the command table in a second, at most (default: 1000).")
    private int rate;

    @Option(
            names = "--segments",
            paramLabel = "N",
            defaultValue = "4",
            description = "Parts of the command table read side by side, 1 to 64 (default: 4).")
    private int segments;

    @Option(
            names = "--from-start",
            description = "Begin anew, for a read model that was emptied since an unfinished rebuild began.")
    private boolean fromStart;

    @Override
    public Integer call() {
        RebuildOptions options =
                RebuildOptions.defaults().withRowsPerSecond(rate).withSegments(segments);
        try (Lifetime lifetime = Lifetime.begin(GRACE);
                DynamoConnection connection = target.connect()) {
            DynamoModule module = connection.module(target.module());
            return rebuild(sink -> run(module.rebuild(sink).withOptions(options), lifetime));
        }
    }

    /** What is done with the sink while its connection is open. */
    private interface Work {
        int with(ChangeSink sink);
    }

    private int rebuild(Work work) {
        if (kind == Kind.POSTGRES) {
            try (SqlConnection connection = database.connect()) {
                return work.with(R2dbcSink.of(connection, RowProjection.ofItems(table)));
            }
        } else if (kind == Kind.OPENSEARCH) {
            try (OpenSearchConnection connection = search.connect()) {
                return work.with(search.index(connection, target.module()).sink());
            }
        }
        try (DynamoConnection connection = target.connect()) {
            return work.with(
                    DataTableSink.over(connection.module(target.module()).dataStore()));
        }
    }

    private int run(Rebuild rebuild, Lifetime lifetime) {
        Mono<RebuildCounts> work = fromStart ? rebuild.begin() : rebuild.resume();
        return work.takeUntilOther(lifetime.stop())
                .map(this::tell)
                .switchIfEmpty(Mono.fromSupplier(this::tellUnfinished))
                .blockOptional()
                .orElse(1);
    }

    private int tell(RebuildCounts counts) {
        say("rebuilt: %,d rows read, %,d changes applied, %,d were there, %,d refused"
                .formatted(counts.rows(), counts.applied(), counts.stale(), counts.refused()));
        return counts.refused() == 0 ? 0 : 1;
    }

    private int tellUnfinished() {
        say("not finished: the same command goes on");
        return 1;
    }

    private void say(String text) {
        if (spec != null) {
            spec.commandLine().getOut().println(text);
        }
    }
}
