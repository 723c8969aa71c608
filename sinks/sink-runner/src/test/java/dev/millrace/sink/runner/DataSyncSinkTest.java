/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static dev.millrace.sink.runner.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ModuleId;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.RefusedChangeException;
import dev.millrace.testkit.memory.InMemoryParkedChanges;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class DataSyncSinkTest {

    private static final ModuleId MODULE = new ModuleId("test", "shop", "order");

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final InMemoryParkedChanges parked = new InMemoryParkedChanges();
    private final List<String> calls = new ArrayList<>();
    private Function<ChangeRecord, @Nullable Throwable> failure = change -> null;

    private final DataSyncHandler handler = new DataSyncHandler() {
        @Override
        public String type() {
            return "rds";
        }

        @Override
        public Mono<Void> up(ChangeRecord change) {
            return Mono.fromRunnable(() -> calls.add("up " + Changes.shown(change)))
                    .then(Mono.defer(() -> {
                        Throwable thrown = failure.apply(change);
                        return thrown == null ? Mono.empty() : Mono.error(thrown);
                    }));
        }

        @Override
        public Mono<Void> down(ChangeRecord change) {
            return Mono.fromRunnable(() -> calls.add("down " + Changes.shown(change)));
        }
    };

    @AfterEach
    void stop() {
        time.dispose();
    }

    private void run(ListSource source) {
        SinkRunner.of(DataSyncSink.of(handler), source, new ListedDeadLetters())
                .withOptions(DataSyncSink.options(
                        RunnerOptions.defaults().withLanes(1).withScheduler(time)))
                .withParking(parked, MODULE)
                .run()
                .subscribe();
        time.advanceTimeBy(Duration.ofHours(1));
    }

    @Test
    void every_version_goes_up_in_order_and_nothing_goes_down() {
        ListSource source = ListSource.of(change("A", 1), change("B", 1), change("A", 2), change("A", 3));

        run(source);

        assertThat(calls).containsExactly("up A v1", "up B v1", "up A v2", "up A v3");
        assertThat(source.acknowledged).isEqualTo(source.offsets());
    }

    @Test
    void an_outage_repeats_the_change_that_met_it_and_no_other() {
        int[] left = {3};
        failure = change -> change.key().equals(Changes.key("B")) && left[0]-- > 0 ? new IOException() : null;

        run(ListSource.of(change("A", 1), change("B", 1), change("C", 1)));

        assertThat(calls).containsExactly("up A v1", "up B v1", "up B v1", "up B v1", "up B v1", "up C v1");
    }

    @Test
    void a_change_that_the_handler_refuses_is_parked_with_what_follows() {
        failure = change -> change.equals(change("A", 1)) ? new RefusedChangeException("must have lines") : null;

        run(ListSource.of(change("A", 1), change("A", 2), change("B", 1)));

        assertThat(calls).containsExactly("up A v1", "up B v1");
        assertThat(parked.changes(new SinkId(MODULE, DataSyncSink.of(handler).name()), Changes.key("A"))
                        .count()
                        .block())
                .isEqualTo(2);
    }

    @Test
    void down_happens_on_an_explicit_rollback_in_the_order_given() {
        StepVerifier.create(DataSyncSink.of(handler).rollBack(Flux.just(change("A", 2), change("A", 1))))
                .verifyComplete();

        assertThat(calls).containsExactly("down A v2", "down A v1");
    }

    @Test
    void a_handler_without_down_says_so() {
        DataSyncHandler oneWay = new DataSyncHandler() {
            @Override
            public String type() {
                return "mail";
            }

            @Override
            public Mono<Void> up(ChangeRecord change) {
                return Mono.empty();
            }
        };

        StepVerifier.create(DataSyncSink.of(oneWay).rollBack(Mono.just(change("A", 1))))
                .verifyErrorMessage("mail cannot be rolled back");
    }

    @Test
    void its_name_is_made_of_its_type() {
        assertThat(DataSyncSink.of(handler).name().text()).isEqualTo("sync-rds");
        assertThatThrownBy(() -> DataSyncSink.of(new DataSyncHandler() {
                    @Override
                    public String type() {
                        return "No Name";
                    }

                    @Override
                    public Mono<Void> up(ChangeRecord change) {
                        return Mono.empty();
                    }
                }))
                .isInstanceOf(InvalidValueException.class);
    }
}
