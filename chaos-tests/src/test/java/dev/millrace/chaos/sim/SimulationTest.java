/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.millrace.chaos.sim.Simulation.Result;
import dev.millrace.chaos.watch.CrashPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Runs of the whole road, each with the faults of its seed. {@code -Dmillrace.seeds=from-to} runs other seeds than the
 * build does, {@code -Dmillrace.seeds=n} one.
 */
class SimulationTest {

    private static final String SEEDS = System.getProperty("millrace.seeds", "1-10000");
    private static final int SEEDS_FOR_A_SABOTEUR = 1_000;

    /** Some bugs show only after a row of coincidences, from which none can be left out; not each time, though. */
    private static final int FEW = 20;

    @Test
    void no_seed_breaks_an_invariant() {
        Set<String> kinds = new HashSet<>();
        seeds().forEach(seed -> {
            Result result = Simulation.run(Plan.of(seed));
            if (!result.isGood()) {
                fail(Shrinking.report(result));
            }
            result.happened().forEach(fault -> kinds.add(fault.substring(0, fault.indexOf('#'))));
        });
        if (SEEDS.equals("1-10000")) {
            assertThat(kinds).containsExactlyInAnyOrderElementsOf(allFaults());
        }
    }

    private static LongStream seeds() {
        String[] ends = SEEDS.split("-", 2);
        return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
    }

    private static List<String> allFaults() {
        return Stream.<Enum<?>>concat(Arrays.stream(Trouble.values()), Arrays.stream(CrashPoint.values()))
                .map(Enum::name)
                .toList();
    }

    @Test
    void seeds_of_past_bugs_stay_good() throws IOException {
        for (String line : Files.readAllLines(Path.of("src/test/resources/past-seeds.txt"))) {
            if (!line.startsWith("#")) {
                Result result = Simulation.run(Plan.of(Long.parseLong(line.substring(0, line.indexOf(' ')))));
                assertThat(result.isGood())
                        .withFailMessage(() -> Shrinking.report(result))
                        .isTrue();
            }
        }
    }

    @Test
    void a_seed_always_gives_the_same_run() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(withoutIds(Simulation.run(Plan.of(seed)))).isEqualTo(withoutIds(Simulation.run(Plan.of(seed))));
        }
    }

    /** Command ids are drawn anew each time; nothing depends on them. */
    private static String withoutIds(Result result) {
        return result.history().toString().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "id");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void a_bug_on_purpose_is_found_and_told_in_few_words(Sabotage sabotage) {
        Result smallest = LongStream.rangeClosed(1, SEEDS_FOR_A_SABOTEUR)
                .mapToObj(seed -> Simulation.run(Plan.of(seed).with(sabotage)))
                .filter(result -> result.breaks(sabotage.invariant()))
                .limit(FEW)
                .map(Shrinking::of)
                .min(Comparator.comparing(result -> result.happened().size()))
                .orElseThrow();
        assertThat(smallest.isGood()).isFalse();
        assertThat(smallest.happened()).hasSizeLessThan(6);
    }
}
