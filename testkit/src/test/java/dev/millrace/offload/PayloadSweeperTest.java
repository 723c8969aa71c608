/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.item.Tenant;
import dev.millrace.testkit.memory.InMemoryPayloadStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class PayloadSweeperTest {

    private static final Tenant TENANT = Tenant.of("acme");
    private static final Duration DAY = Duration.ofDays(1);

    private final MovableClock clock = new MovableClock();
    private final InMemoryPayloadStore store = new InMemoryPayloadStore(clock);
    private final PayloadPointer held = put("held");
    private final PayloadPointer orphan = put("orphan");

    @Test
    void what_no_row_points_to_is_removed_and_the_rest_stays() {
        clock.move(DAY.multipliedBy(8));

        List<SweptPayload> swept = sweep(Flux.just(held, held), options().removing());

        assertThat(swept).singleElement().satisfies(one -> {
            assertThat(one.payload().location()).isEqualTo(orphan.location());
            assertThat(one.removed()).isTrue();
        });
        assertThat(locations()).containsExactly(held.location());
    }

    @Test
    void a_dry_run_names_and_removes_nothing() {
        clock.move(DAY.multipliedBy(8));

        assertThat(sweep(Flux.just(held), options())).singleElement().satisfies(one -> assertThat(one.removed())
                .isFalse());
        assertThat(locations()).containsExactly(held.location(), orphan.location());
    }

    @Test
    void what_is_younger_than_the_grace_stays() {
        clock.move(DAY.multipliedBy(7));

        assertThat(sweep(Flux.just(held), options().removing())).isEmpty();
        clock.move(Duration.ofMillis(1));
        assertThat(sweep(Flux.just(held), options().removing())).hasSize(1);
    }

    @Test
    void a_payload_put_again_while_rows_are_read_stays() {
        clock.move(DAY.multipliedBy(8));
        Flux<PayloadPointer> rows = Flux.just(held).doOnComplete(() -> put("orphan"));

        assertThat(sweep(rows, options().removing())).singleElement().satisfies(one -> assertThat(one.removed())
                .isFalse());
        assertThat(locations()).contains(orphan.location());
    }

    @Test
    void rows_that_cannot_be_read_to_the_end_let_everything_stay() {
        clock.move(DAY.multipliedBy(8));
        Flux<PayloadPointer> rows = Flux.concat(Flux.just(held), Flux.error(new StoreUnavailableException("x", null)));

        StepVerifier.create(sweeper(rows, options().removing()).sweep()).verifyError(StoreUnavailableException.class);
        assertThat(locations()).hasSize(2);
    }

    @Test
    void rows_without_any_pointer_are_taken_for_the_wrong_ones() {
        clock.move(DAY.multipliedBy(8));

        StepVerifier.create(sweeper(Flux.empty(), options().removing()).sweep())
                .verifyError(StoreMisconfiguredException.class);
        assertThat(locations()).hasSize(2);
    }

    @Test
    void nothing_is_read_before_subscription_nor_when_nothing_is_old() {
        Flux<PayloadPointer> rows = Flux.error(new AssertionError("rows were read"));
        Flux<SweptPayload> sweep = sweeper(rows, options().removing()).sweep();

        StepVerifier.create(sweep).verifyComplete();
        clock.move(DAY.multipliedBy(8));
        StepVerifier.create(sweep).verifyError(AssertionError.class);
    }

    private List<SweptPayload> sweep(Flux<PayloadPointer> rows, SweepOptions options) {
        return sweeper(rows, options).sweep().collectList().block();
    }

    private PayloadSweeper sweeper(Flux<PayloadPointer> rows, SweepOptions options) {
        return PayloadSweeper.over(store, rows, options);
    }

    private SweepOptions options() {
        return SweepOptions.defaults().withClock(clock);
    }

    private PayloadPointer put(String text) {
        return store.put(TENANT, note(text)).block();
    }

    private List<String> locations() {
        return store.list(Instant.parse("9999-01-01T00:00:00Z"))
                .map(StoredPayload::location)
                .collectList()
                .block();
    }

    private static final class MovableClock extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
