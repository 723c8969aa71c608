/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bridge.ShardId;
import dev.millrace.testkit.streams.ScriptedStreams;
import dev.millrace.testkit.streams.StreamCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import software.amazon.awssdk.services.dynamodb.model.Record;

class ShardCursorTest {

    private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/1";
    private static final String SHARD = "shard-1";
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final ScriptedStreams streams = ScriptedStreams.of(ARN);

    @BeforeEach
    void open() {
        streams.open(SHARD);
    }

    @Test
    void a_page_that_is_refused_comes_again_after_a_pause() {
        streams.throttle(StreamCall.READ, 1);
        StepVerifier.withVirtualTime(this::page)
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(99))
                .thenAwait(Duration.ofMillis(201))
                .expectNext(List.of())
                .verifyComplete();
        assertThat(streams.calls(StreamCall.READ)).isEqualTo(2);
    }

    @Test
    void the_pauses_grow_while_pages_are_refused() {
        streams.throttle(StreamCall.READ, 4);
        StepVerifier.withVirtualTime(this::page)
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(1_499)) // 0.5 × (0.2 + 0.4 + 0.8 + 1.6) s
                .thenAwait(Duration.ofMillis(3_001))
                .expectNext(List.of())
                .verifyComplete();
    }

    @Test
    void a_call_that_nobody_answers_is_given_up_and_made_again() {
        streams.answerAfter(Duration.ofHours(1));
        StepVerifier.withVirtualTime(this::page)
                .expectSubscription()
                .expectNoEvent(StreamsClients.CALL_TIMEOUT)
                .then(() -> streams.answerAfter(Duration.ZERO))
                .thenAwait(Duration.ofSeconds(2))
                .expectNext(List.of())
                .verifyComplete();
    }

    private Mono<List<Record>> page() {
        StreamCalls calls = new StreamCalls(streams, ARN, Schedulers.parallel());
        return new ShardCursor(new ShardId(SHARD), null, calls, new PollingPace(IDLE, IDLE), Schedulers.parallel())
                .next();
    }
}
