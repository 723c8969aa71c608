/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import static dev.millrace.chaos.history.Event.SHARD_END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Acknowledged;
import dev.millrace.chaos.history.Event.Announced;
import dev.millrace.chaos.history.Event.Answer;
import dev.millrace.chaos.history.Event.Answered;
import dev.millrace.chaos.history.Event.Applied;
import dev.millrace.chaos.history.Event.Assigned;
import dev.millrace.chaos.history.Event.Budget;
import dev.millrace.chaos.history.Event.Calm;
import dev.millrace.chaos.history.Event.Checkpointed;
import dev.millrace.chaos.history.Event.Closed;
import dev.millrace.chaos.history.Event.Committed;
import dev.millrace.chaos.history.Event.Cured;
import dev.millrace.chaos.history.Event.Delivered;
import dev.millrace.chaos.history.Event.Done;
import dev.millrace.chaos.history.Event.Ended;
import dev.millrace.chaos.history.Event.GivenUp;
import dev.millrace.chaos.history.Event.Held;
import dev.millrace.chaos.history.Event.KeptBehind;
import dev.millrace.chaos.history.Event.LossAnnounced;
import dev.millrace.chaos.history.Event.OnTopic;
import dev.millrace.chaos.history.Event.Opened;
import dev.millrace.chaos.history.Event.Parked;
import dev.millrace.chaos.history.Event.Poisoned;
import dev.millrace.chaos.history.Event.Read;
import dev.millrace.chaos.history.Event.Recorded;
import dev.millrace.chaos.history.Event.SetAside;
import dev.millrace.chaos.history.Event.Shown;
import dev.millrace.chaos.history.Event.Subscribed;
import dev.millrace.chaos.history.Event.Together;
import dev.millrace.chaos.history.Event.Trimmed;
import dev.millrace.chaos.history.Event.Unparked;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each checker catches what breaks its invariant, and nothing else catches it. */
class HistoryCheckerTest {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final List<HistoryChecker> ALL = HistoryChecker.all(LONGEST_SILENCE);
    private static final Fact A1 = new Fact("a", 1);
    private static final Fact A2 = new Fact("a", 2);
    private static final Fact A3 = new Fact("a", 3);
    private static final Fact B1 = new Fact("b", 1);

    /** A history that breaks one invariant. */
    private record Broken(String invariant, String how, List<Event> events) {

        @Override
        public String toString() {
            return invariant + ": " + how;
        }
    }

    private static Broken breaking(String invariant, String how, Event... events) {
        return new Broken(invariant, how, List.of(events));
    }

    static Stream<Broken> broken() {
        return Stream.of(
                breaking("I1", "the row is not there", ok("c1", A1)),
                breaking("I1", "the row is another command's", recorded(A1, "c2"), ok("c1", A1)),
                breaking("I2", "a hole", recorded(A1, "c1"), recorded(A3, "c3")),
                breaking("I2", "a fork", recorded(A1, "c1"), recorded(A1, "c2")),
                breaking("I2", "no beginning", recorded(A2, "c2")),
                breaking("I5", "half of it", recorded(A1, "c1"), new Together(List.of("c1", "c2"))),
                breaking("I6", "never applied", subscribed(), recorded(A1, "c1"), shown(A1)),
                breaking(
                        "I6",
                        "dropped from where it was parked",
                        subscribed(),
                        recorded(A1, "c1"),
                        new Poisoned("sink", A1),
                        parked(A1),
                        new Unparked("sink", A1),
                        shown(A1)),
                breaking(
                        "I6",
                        "applied in another sink",
                        subscribed(),
                        recorded(A1, "c1"),
                        shown(A1),
                        applied("other", A1, 3)),
                breaking("I7", "a version before the one before it", onTopic(0, A2)),
                breaking("I7", "a gap", onTopic(0, A1), onTopic(0, A3)),
                breaking("I7", "another partition", onTopic(0, A1), onTopic(1, A2)),
                breaking("I8", "back to an older version", applied("sink", A2, 0), applied("sink", A1, 1)),
                breaking("I8", "twice", applied("sink", A1, 0), applied("sink", A1, 1)),
                breaking(
                        "I9",
                        "too old",
                        subscribed(),
                        recorded(A1, "c1"),
                        recorded(A2, "c2"),
                        applied("sink", A2, 3),
                        shown(A1)),
                breaking("I9", "not there", subscribed(), recorded(A1, "c1"), applied("sink", A1, 2)),
                breaking(
                        "I9",
                        "other content",
                        subscribed(),
                        recorded(A1, "c1"),
                        applied("sink", A1, 2),
                        new Shown("sink", A1, "changed on the way")),
                breaking("I9", "from nowhere", subscribed(), shown(A1)),
                breaking("I10", "not acknowledged", opened("w1"), read("w1", 1, A1), saved("w1", 1)),
                breaking("I10", "the end of the shard", opened("w1"), read("w1", 1, A1), saved("w1", SHARD_END)),
                breaking("I11", "a zombie's checkpoint", opened("w1"), opened("w2"), saved("w1", 1)),
                breaking(
                        "I11",
                        "a zombie's commit",
                        new Assigned("r1", 0),
                        new Assigned("r2", 0),
                        new Committed("r1", 0, 1)),
                breaking("I12", "silence", new Trimmed("s", A1), onTopic(0, A1)),
                breaking(
                        "I12",
                        "announced too late",
                        new Trimmed("s", A1),
                        saved("w1", SHARD_END),
                        new LossAnnounced("w1", "s"),
                        onTopic(0, A1)),
                breaking("I12", "no repair", new Trimmed("s", A1), new LossAnnounced("w1", "s")),
                breaking("I13", "an innocent is parked", parked(A1)),
                breaking("I13", "parked before the poison came", new Poisoned("sink", A2), parked(A1), parked(A2)),
                breaking("I13", "another item is parked", new Poisoned("sink", A1), parked(A1), parked(B1)),
                breaking("I13", "the poison is nowhere", new Poisoned("sink", A1)),
                breaking("I13", "no cause", new Poisoned("sink", A1), new Parked("sink", A1, "", 1, "changes-0@0")),
                breaking("I13", "an innocent is kept", new KeptBehind("sink", A1)),
                breaking(
                        "I13",
                        "not redriven",
                        new Poisoned("sink", A1),
                        parked(A1),
                        new KeptBehind("sink", A2),
                        new Cured("sink"),
                        new Unparked("sink", A1),
                        applied("sink", A1, 7)),
                breaking("I15", "nothing moves", silence(15)),
                breaking("I17", "a bridge", new Budget("w1", 1), opened("w1"), read("w1", 1, A1), read("w1", 2, A2)),
                breaking(
                        "I17",
                        "a runner",
                        new Budget("r1", 1),
                        new Delivered("r1", 0, 0, A1),
                        new Delivered("r1", 0, 1, A2)));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_broken_history_is_caught_by_the_checker_of_its_invariant_and_by_no_other(Broken broken) {
        assertThat(violations(broken.events().toArray(Event[]::new)))
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found).startsWith(broken.invariant() + ": "));
    }

    @Test
    void every_checker_can_fail() {
        assertThat(broken().map(Broken::invariant).distinct())
                .containsExactlyElementsOf(
                        ALL.stream().map(HistoryChecker::invariant).toList());
    }

    @Test
    void a_good_life_breaks_nothing() {
        assertThat(violations(
                        subscribed(),
                        new Budget("w1", 2),
                        new Budget("r1", 2),
                        recorded(A1, "c1"),
                        ok("c1", A1),
                        recorded(A2, "c2"),
                        recorded(B1, "c3"),
                        new Together(List.of("c2", "c3")),
                        new Together(List.of("never", "sent")),
                        opened("w1"),
                        read("w1", 1, A1),
                        onTopic(0, A1),
                        new Acknowledged("w1", "s", A1),
                        saved("w1", 1),
                        read("w1", 2, A2),
                        read("w1", 3, B1),
                        onTopic(0, A2),
                        new Ended("w1", "killed"),
                        opened("w2"),
                        read("w2", 1, A2),
                        onTopic(0, A2),
                        new Acknowledged("w2", "s", A2),
                        read("w2", 2, B1),
                        onTopic(1, B1),
                        saved("w2", SHARD_END),
                        new Closed("w2", "s"),
                        new Assigned("r1", 0),
                        new Delivered("r1", 0, 0, A1),
                        new Delivered("r1", 0, 1, A2),
                        applied("sink", A2, 28),
                        new Done("r1", 0, 0),
                        new Done("r1", 0, 1),
                        new Committed("r1", 0, 2),
                        new Poisoned("sink", B1),
                        parked(B1),
                        new Calm(),
                        shown(A2)))
                .isEmpty();
    }

    @Test
    void what_the_bridge_set_aside_is_missed_nowhere() {
        assertThat(violations(
                        subscribed(),
                        recorded(A1, "c1"),
                        recorded(A2, "c2"),
                        recorded(A3, "c3"),
                        opened("w1"),
                        read("w1", 1, A1),
                        read("w1", 2, A2),
                        read("w1", 3, A3),
                        onTopic(0, A1),
                        new SetAside(A2),
                        onTopic(0, A3),
                        saved("w1", 3),
                        applied("sink", A3, 12),
                        shown(A3)))
                .isEmpty();
    }

    @Test
    void a_checkpoint_before_a_gap_is_no_silence_about_it() {
        assertThat(violations(
                        opened("w1"),
                        read("w1", 1, A1),
                        onTopic(0, A1),
                        new Trimmed("s", A2),
                        saved("w1", 1),
                        new LossAnnounced("w1", "s"),
                        onTopic(0, A2),
                        saved("w1", 2)))
                .isEmpty();
    }

    @Test
    void what_was_redriven_is_no_loss_and_what_was_thrown_away_may_come_or_not() {
        assertThat(violations(
                        subscribed(),
                        recorded(A1, "c1"),
                        recorded(A2, "c2"),
                        recorded(A3, "c3"),
                        new Poisoned("sink", A1),
                        parked(A1),
                        new KeptBehind("sink", A2),
                        new KeptBehind("sink", A3),
                        new Cured("sink"),
                        new GivenUp("sink", A1),
                        applied("sink", A2, 10),
                        new Unparked("sink", A2),
                        new GivenUp("sink", A3),
                        shown(A2)))
                .isEmpty();
    }

    @Test
    void writes_that_were_under_way_together_may_be_heard_of_in_any_order() {
        assertThat(violations(applied("sink", A2, 0), applied("sink", A1, 0))).hasSize(1);
        assertThat(violations(new Calm(), applied("sink", A2, 0), applied("sink", A1, 0)))
                .isEmpty();
    }

    @Test
    void a_slow_road_that_says_so_is_not_quiet() {
        Event[] events = silence(15);
        events[8] = new Announced("r1", "the sink is down");
        assertThat(violations(events)).isEmpty();
    }

    @Test
    void a_save_that_was_under_way_when_the_shard_changed_hands_is_no_zombie() {
        assertThat(violations(opened("w1"), opened("w2"), new Checkpointed("w1", "s", 1, Duration.ZERO)))
                .isEmpty();
    }

    @Test
    void what_a_sink_says_it_holds_has_reached_it() {
        assertThat(violations(subscribed(), recorded(A1, "c1"), new Held("sink", A1), shown(A1)))
                .isEmpty();
    }

    private static List<String> violations(Event... events) {
        return HistoryChecker.violations(ALL, History.of(events));
    }

    /** A change on its way, and then nothing for so many seconds. */
    private static Event[] silence(int seconds) {
        Event[] events = Stream.generate(Calm::new).limit(seconds + 4L).toArray(Event[]::new);
        events[0] = subscribed();
        events[1] = recorded(A1, "c1");
        events[2] = ok("c1", A1);
        events[seconds + 2] = applied("sink", A1, seconds + 2);
        events[seconds + 3] = shown(A1);
        return events;
    }

    private static Event subscribed() {
        return new Subscribed("sink");
    }

    private static Event ok(String command, Fact fact) {
        return new Answered(command, Answer.OK, fact);
    }

    private static Event recorded(Fact fact, String command) {
        return new Recorded(fact, command, "content of " + fact);
    }

    private static Event shown(Fact fact) {
        return new Shown("sink", fact, "content of " + fact);
    }

    private static Event onTopic(int partition, Fact fact) {
        return new OnTopic(partition, 0, fact);
    }

    private static Event applied(String sink, Fact fact, int second) {
        return new Applied(sink, fact, Duration.ofSeconds(second));
    }

    private static Event opened(String worker) {
        return new Opened(worker, "s");
    }

    private static Event read(String worker, long place, Fact fact) {
        return new Read(worker, "s", place, fact);
    }

    private static Event saved(String worker, long place) {
        return new Checkpointed(worker, "s", place, Duration.ofDays(1));
    }

    private static Event parked(Fact fact) {
        return new Parked("sink", fact, "the cause", 1, "changes-0@0");
    }
}
