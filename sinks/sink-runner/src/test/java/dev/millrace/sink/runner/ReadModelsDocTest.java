/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import dev.millrace.testkit.contract.ChangeSinkContract;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What docs/read-models.md shows, compiled, and held to the contract of a sink. */
class ReadModelsDocTest extends ChangeSinkContract {

    private final HeldItems sink = new HeldItems(new ConcurrentHashMap<>());

    record HeldItems(Map<ItemKey, ItemState> held) implements ChangeSink {

        @Override
        public SinkName name() {
            return SinkName.of("held-items");
        }

        @Override
        public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
            return Mono.fromSupplier(() -> changes.stream().map(this::apply).toList());
        }

        private synchronized SinkOutcome apply(ChangeRecord change) {
            if (!change.version().isAfter(version(change.key()))) {
                return SinkOutcome.stale();
            }
            held.put(change.key(), change.state());
            return SinkOutcome.applied();
        }

        private Version version(ItemKey key) {
            return held.containsKey(key) ? held.get(key).version() : Version.NONE;
        }

        @Override
        public Mono<Version> appliedVersion(ItemKey key) {
            return Mono.fromSupplier(() -> version(key));
        }
    }

    @Override
    protected ChangeSink sink() {
        return sink;
    }

    @Override
    protected Mono<Attributes> read(ItemKey key) {
        return Mono.justOrEmpty(sink.held().get(key))
                .filter(state -> !state.content().deleted())
                .map(state -> state.content().attributes());
    }

    @Test
    void it_runs_in_any_application() {
        ModuleId module = new ModuleId("prod", "shop", "order");
        Mono<Void> stop = Mono.empty();

        KafkaRoad road = KafkaRoad.of("broker:9092", module, sink.name(), KafkaRoadOptions.defaults());
        Mono<Void> running =
                SinkRunner.of(sink, road.source(), road.deadLetters()).runUntil(stop);

        assertThat(running).isNotNull();
        road.close();
    }
}
