/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.memory.InMemoryChangeSink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What a sink is shown of large payloads. */
class OffloadedSinkTest extends OffloadedPorts {

    @Test
    void a_sink_sees_whole_payloads_and_answers_in_order() {
        InMemoryChangeSink seen = new InMemoryChangeSink(SinkName.of("seen"));
        ChangeSink sink = offload.sink(seen);
        ChangeRecord lost = travelling("A", LARGE);
        ChangeRecord whole = travelling("B", LARGER);
        ChangeRecord small = travelling("C", note("small"));
        lose(LARGE);

        List<SinkOutcome> outcomes = done(sink.apply(List.of(small, lost, whole)));

        assertThat(outcomes.get(0)).isEqualTo(SinkOutcome.applied());
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(SinkOutcome.Refused.class, refused -> assertThat(refused.cause())
                        .isInstanceOf(MissingPayloadException.class));
        assertThat(outcomes.get(2)).isEqualTo(SinkOutcome.applied());
        assertThat(done(seen.read(whole.key())).content().attributes()).isEqualTo(LARGER);
        assertThat(done(sink.appliedVersion(lost.key()))).isEqualTo(Version.NONE);
    }

    @Test
    void a_sink_gets_later_what_cannot_be_fetched_now() {
        ChangeSink sink = offload.sink(new InMemoryChangeSink(SinkName.of("later")));
        ChangeRecord large = travelling("A", LARGE);
        ChangeRecord small = travelling("B", note("small"));
        store.down = true;

        assertThat(done(sink.apply(List.of(large, small))))
                .satisfiesExactly(
                        outcome -> assertThat(outcome).isInstanceOf(SinkOutcome.Deferred.class),
                        outcome -> assertThat(outcome).isEqualTo(SinkOutcome.applied()));
        assertThat(done(sink.apply(List.of(large))))
                .satisfiesExactly(outcome -> assertThat(outcome).isInstanceOf(SinkOutcome.Deferred.class));
        store.down = false;
        assertThat(done(sink.apply(List.of(large, small)))).containsExactly(SinkOutcome.applied(), SinkOutcome.stale());
    }

    @Test
    void a_sink_is_never_given_more_payloads_at_once_than_the_options_say() {
        List<Integer> parts = new ArrayList<>();
        PayloadOffload narrow = PayloadOffload.to(
                store,
                OffloadOptions.defaults()
                        .withThresholdBytes(THRESHOLD)
                        .withBatchBytes(2 * pointerOf(LARGE).bytes()));
        ChangeSink sink = narrow.sink(new CountingSink(parts));
        List<ChangeRecord> batch = List.of(
                travelling("A", LARGE),
                travelling("B", note("small")),
                travelling("C", LARGE),
                travelling("D", LARGER),
                travelling("E", note("small")),
                travelling("F", LARGE),
                travelling("G", LARGE));

        assertThat(done(sink.apply(batch))).hasSize(7).containsOnly(SinkOutcome.applied());
        assertThat(parts).containsExactly(3, 2, 2);
    }

    /** Notes how many changes it is given at once. */
    private record CountingSink(List<Integer> parts) implements ChangeSink {

        @Override
        public SinkName name() {
            return SinkName.of("counting");
        }

        @Override
        public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
            parts.add(changes.size());
            return Mono.just(
                    changes.stream().map(change -> SinkOutcome.applied()).toList());
        }

        @Override
        public Mono<Version> appliedVersion(ItemKey key) {
            return Mono.just(Version.NONE);
        }
    }
}
