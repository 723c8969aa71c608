/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.bridge.ShardStatus;
import dev.millrace.bridge.direct.DirectSource;
import dev.millrace.bridge.kcl.KclSource;
import dev.millrace.cli.Status.Shard;
import dev.millrace.cli.Status.Sink;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import dev.millrace.sink.runner.kafka.SinkPositions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code millrace status}: how far a module's changes have come. */
@Command(
        name = "status",
        description = "Shows how far a module's changes have come: the shards and who reads them, how far each sink is"
                + " behind, and what is parked.")
final class StatusCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    @Option(
            names = "--sink",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "data-table",
            description = "The sinks, with commas between (default: data-table).")
    private List<String> sinks = List.of();

    @Option(
            names = "--by-tenant",
            paramLabel = "N",
            arity = "0..1",
            defaultValue = "0",
            fallbackValue = "10",
            description = "Show the N tenants that each sink has most changes of to take, too, and the others together"
                    + " (without N: 10).")
    private int tenants;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "10000",
            description = "For --by-tenant, look at N changes of each sink at most (default: ${DEFAULT-VALUE}).")
    private int sample;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        try (DynamoConnection connection = target.connect()) {
            Mono.zip(shards(connection), sinks(connection), Status::new)
                    .doOnNext(this::print)
                    .block();
        }
        return 0;
    }

    private Mono<List<Shard>> shards(DynamoConnection connection) {
        return Flux.concat(
                        of("kcl", KclSource.shards(connection, target.module())),
                        of("direct", DirectSource.shards(connection, target.module())))
                .collectSortedList(Comparator.comparing(Shard::source)
                        .thenComparing(shard -> shard.status().shard().text()));
    }

    private static Flux<Shard> of(String source, Flux<ShardStatus> shards) {
        return shards.map(shard -> new Shard(source, shard));
    }

    private Mono<List<Sink>> sinks(DynamoConnection connection) {
        ParkedChanges parked = connection.module(target.module()).parkedChanges();
        return Flux.fromIterable(sinks)
                .map(SinkName::of)
                .concatMap(name -> sink(name, parked))
                .collectList();
    }

    private Mono<Sink> sink(SinkName name, ParkedChanges parked) {
        SinkPositions asked = SinkPositions.of(kafka.servers(), target.module(), name, KafkaRoadOptions.defaults());
        return Mono.zip(
                        asked.read(),
                        parked.keys(new SinkId(target.module(), name)).count(),
                        tenants(asked))
                .map(found -> new Sink(name, found.getT1(), found.getT2(), found.getT3()));
    }

    private Mono<TenantLags> tenants(SinkPositions asked) {
        return tenants < 1
                ? Mono.just(TenantLags.notAskedFor())
                : asked.backlog(sample).map(backlog -> new TenantLags(backlog, tenants));
    }

    private void print(Status status) {
        if (spec != null) {
            var out = spec.commandLine().getOut();
            (json ? List.of(status.json().toString()) : status.lines()).forEach(out::println);
        }
    }
}
