/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.chaos.check.HistoryChecker;
import dev.millrace.chaos.history.Event.Applied;
import dev.millrace.chaos.history.Event.Delivered;
import dev.millrace.chaos.history.Event.Done;
import dev.millrace.chaos.history.Event.Parked;
import dev.millrace.chaos.history.History;
import dev.millrace.chaos.history.History.Entry;
import dev.millrace.item.ItemKey;
import dev.millrace.testkit.Samples;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A sink that is down for an hour while changes keep coming, in virtual time. */
class LongOutageTest {

    private static final Duration OUTAGE = Duration.ofHours(1);
    private static final int CHANGES_A_SECOND = 5;
    private static final int CHANGES = (int) OUTAGE.toSeconds() * CHANGES_A_SECOND;
    private static final int MOST_IN_FLIGHT = 13;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    @Test
    void a_sink_that_is_down_for_an_hour_loses_nothing_parks_nothing_and_fills_no_memory() {
        History history = World.inVirtualTime(LongOutageTest::historyOfAnOutage);

        long end = OUTAGE.minusSeconds(1).toNanos();
        assertThat(history.entries().stream()
                        .filter(entry -> entry.at().toNanos() < end)
                        .map(Entry::event)
                        .filter(event -> event instanceof Delivered)
                        .count())
                .isBetween(2L, 2L * MOST_IN_FLIGHT);
        assertThat(history.all(Applied.class).count()).isEqualTo(CHANGES);
        assertThat(history.all(Done.class).count()).isGreaterThanOrEqualTo(CHANGES);
        assertThat(history.all(Parked.class)).isEmpty();
        assertThat(HistoryChecker.violations(HistoryChecker.all(LONGEST_SILENCE), history))
                .isEmpty();
    }

    private static History historyOfAnOutage(VirtualTimeScheduler time) {
        World world = new World(time, new Faults(1, Set.of()), Sabotage.NONE);
        world.faults().calm();
        SimSink sink = new SimSink(world, Set.of(), Set.of());
        SimTopic topic = new SimTopic(world);
        Runners runners = new Runners(world, topic, new SimGroup(world), sink, new SimParked(world), false);
        new Fleet(world, "runner", runners, Trouble.RUNNER_PAUSES, Trouble.RUNNER_STOPS).start(2);
        sink.goDown(OUTAGE);
        keepComing(world, topic, 0);
        time.advanceTimeBy(OUTAGE.plus(OUTAGE.dividedBy(10)));
        return world.history();
    }

    /** A new item each time. */
    private static void keepComing(World world, SimTopic topic, int sent) {
        if (sent < CHANGES) {
            ItemKey key = ItemKey.of("ORDER", "acme", "item-" + sent);
            var change = Samples.change(key, 1, Samples.note("n"));
            topic.append(change, topic.partitionOf(change));
            world.later(1_000 / CHANGES_A_SECOND, () -> keepComing(world, topic, sent + 1));
        }
    }
}
