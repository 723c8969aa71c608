/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.command.Append;
import dev.millrace.command.CommandLog;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Who watches the watchmen: the model objects to every log that breaks a promise, and says so the same way each time. */
class ModelGuardsTest {

    private static final long SEED = 1;
    private static final int STEPS = 2_000;

    @BeforeAll
    static void stop_the_clock() {
        VirtualTimeScheduler.getOrSet();
    }

    @AfterAll
    static void start_the_clock() {
        VirtualTimeScheduler.reset();
    }

    static Stream<Arguments> brokenLogs() {
        return Stream.of(
                broken("overwrites a version", BrokenLog.Overwriting::new),
                broken("skips a version", BrokenLog.Skipping::new),
                broken("reports own writes as another's", BrokenLog.Estranging::new),
                broken("forgets what it acknowledged", BrokenLog.Forgetting::new),
                broken("changes when an item was created", BrokenLog.Recreating::new),
                broken("reads stale rows", BrokenLog.Lagging::new),
                broken("does not show what was recorded before", BrokenLog.Hiding::new),
                transactions("writes half a transaction", rows -> rows.subList(0, 1)),
                transactions("does not show what it was to show", each(row -> row.visibly(false))),
                transactions("shows what it was not to show", each(row -> row.visibly(true))),
                transactions("does not remember ids", each(row -> row.once(false))));
    }

    private static Arguments broken(String how, UnaryOperator<CommandLog> breaking) {
        return Arguments.of(how, breaking);
    }

    private static Arguments transactions(String how, Function<List<Append>, List<Append>> change) {
        return broken(how, log -> new BrokenLog.Transacting(log, change));
    }

    private static Function<List<Append>, List<Append>> each(UnaryOperator<Append> change) {
        return rows -> rows.stream().map(change).toList();
    }

    @ParameterizedTest(name = "a log that {0}")
    @MethodSource("brokenLogs")
    void the_model_objects_to(String how, UnaryOperator<CommandLog> breaking) {
        assertThatThrownBy(() -> ModelRun.of(InMemoryWriteSide.broken(breaking), SEED, STEPS))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("seed 1, step ")
                .hasMessageContaining("the last steps:");
    }

    @Test
    void the_model_objects_to_nothing_in_a_log_that_is_sound() {
        ModelRun.of(InMemoryWriteSide.broken(BrokenLog::new), SEED, STEPS);
    }

    @Test
    void the_same_seed_fails_at_the_same_step() {
        assertThat(placeOfFailure()).isEqualTo(placeOfFailure()).startsWith("seed 1, step ");
    }

    /** Seed and step: command ids, further on in the message, are never the same. */
    private static String placeOfFailure() {
        try {
            ModelRun.of(InMemoryWriteSide.broken(BrokenLog.Lagging::new), SEED, STEPS);
            throw new IllegalStateException("no violation");
        } catch (Violation violation) {
            String message = String.valueOf(violation.getMessage());
            return message.substring(0, message.indexOf(':'));
        }
    }
}
