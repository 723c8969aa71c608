/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.ItemKey;
import dev.millrace.spring.worker.StubWorkers;
import dev.millrace.spring.worker.StubWorkers.StubSink;
import dev.millrace.testkit.Samples;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class LagReadingsTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final StubSink search =
            StubWorkers.sink("search", Samples.change(ItemKey.of("ORDER", "acme", "7"), 1, Samples.note("any")));
    private final LagReadings readings = new LagReadings(List.of(search.workers()), INTERVAL, Clock.systemUTC(), time);

    @BeforeEach
    void start() {
        search.workers().start();
        readings.start();
        time.advanceTime();
    }

    @AfterEach
    void stop() {
        readings.stop();
        search.workers().stop();
    }

    @Test
    void a_sink_has_an_age_only_for_times_in_which_it_took_something() {
        search.take(3);
        time.advanceTimeBy(INTERVAL);
        search.take(2);
        time.advanceTimeBy(INTERVAL);
        time.advanceTimeBy(INTERVAL);
        LagReadings.Columns noted = readings.columns();
        assertThat(noted.times()).hasSize(4);
        assertThat(noted.series()).singleElement().satisfies(series -> {
            assertThat(series.worker()).isEqualTo("search");
            assertThat(series.behind()).containsExactly(0L, 3L, 2L, 2L);
            assertThat(series.lags().get(0)).isNull();
            assertThat(series.lags().get(1)).isPositive();
            assertThat(series.lags().get(2)).isPositive();
            assertThat(series.lags().get(3)).isNull();
        });
    }

    @Test
    void only_the_last_notes_are_kept() {
        search.take(1);
        time.advanceTimeBy(INTERVAL);
        search.take(9);
        time.advanceTimeBy(INTERVAL.multipliedBy(LagReadings.KEPT));
        LagReadings.Columns noted = readings.columns();
        assertThat(noted.times()).hasSize(LagReadings.KEPT);
        assertThat(noted.series().get(0).behind()).hasSize(LagReadings.KEPT).containsOnly(9L);
    }

    @Test
    void nothing_is_noted_after_the_end() {
        readings.stop();
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(readings.columns().times()).hasSize(1);
        assertThat(readings.isRunning()).isFalse();
    }
}
