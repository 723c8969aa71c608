/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.retrieval.RecordsRetrieved;

class ShardSignalsTest {

    private static final ChildShard CHILD =
            ChildShard.builder().shardId("child").parentShards("parent").build();

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ShardSignals signals = new ShardSignals(time);

    @Test
    void the_kinesis_client_hears_in_time_that_a_shard_goes_on_and_nothing_else() {
        StepVerifier.create(heard())
                .then(time::advanceTime)
                .expectNextMatches(ShardSignalsTest::isSignOfLife)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(30)))
                .expectNextCount(3)
                .then(signals::shutdown)
                .verifyComplete();
    }

    @Test
    void the_end_comes_with_the_children_and_again_for_whoever_asks_again() {
        signals.end(List.of(CHILD));
        for (int attempt = 1; attempt <= 2; attempt++) {
            StepVerifier.create(heard())
                    .assertNext(end -> {
                        assertThat(end.isAtShardEnd()).isTrue();
                        assertThat(end.childShards()).containsExactly(CHILD);
                    })
                    .verifyComplete();
        }
    }

    @Test
    void signs_of_life_that_nobody_wants_are_not_kept() {
        StepVerifier.create(heard(), 0)
                .then(() -> time.advanceTimeBy(Duration.ofHours(1)))
                .thenRequest(5)
                .expectNoEvent(Duration.ofMillis(50))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(10)))
                .expectNextCount(1)
                .thenCancel()
                .verify();
    }

    private Flux<ProcessRecordsInput> heard() {
        return Flux.from(signals).map(RecordsRetrieved::processRecordsInput);
    }

    private static boolean isSignOfLife(ProcessRecordsInput input) {
        return input.records().isEmpty() && !input.isAtShardEnd();
    }
}
