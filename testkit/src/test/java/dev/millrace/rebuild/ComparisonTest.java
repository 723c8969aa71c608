/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.rebuild.Comparison.Difference;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class ComparisonTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ITEMS = 57;

    private final KeptGenerations generations = new KeptGenerations();
    private final ComparisonOptions hasty =
            ComparisonOptions.defaults().withPageRows(10).withPatience(Duration.ofMillis(20), Duration.ofMillis(1));

    private static ItemKey key(int item) {
        return ItemKey.of("ORDER", item % 2 == 0 ? "acme" : "globex", "%03d".formatted(item));
    }

    private void fill(int generation) {
        for (int item = 0; item < ITEMS; item++) {
            generations.hold(generation, key(item), 1 + item % 3, item % 5 == 0);
        }
    }

    private Comparison compare(ComparisonOptions options) {
        return Comparison.of(generations, 1, 2, options).block(PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 56, 57, 58, 1_000})
    void two_that_hold_the_same_are_equal_in_counts_and_checksums(int pageRows) {
        fill(1);
        fill(2);

        Comparison found = compare(hasty.withPageRows(pageRows));

        assertThat(found.isEqual()).isTrue();
        assertThat(found.one()).isEqualTo(found.other());
        assertThat(found.one().live() + found.one().deleted()).isEqualTo(ITEMS);
        assertThat(found.one().deleted()).isEqualTo(12);
        assertThat(found.tenants()).isEmpty();
    }

    @Test
    void two_that_hold_nothing_are_equal() {
        assertThat(compare(hasty).isEqual()).isTrue();
    }

    @Test
    void each_item_that_is_missing_behind_ahead_or_deleted_in_one_alone_is_named() {
        fill(1);
        fill(2);
        generations.lose(2, key(7));
        generations.lose(1, key(8));
        generations.hold(2, key(9), 9);
        generations.hold(1, key(11), 9);
        generations.hold(2, key(12), 1, true);

        Comparison found = compare(hasty);

        assertThat(found.isEqual()).isFalse();
        assertThat(found.differences())
                .extracting(Difference::toString)
                .containsExactlyInAnyOrder(
                        "ORDER#globex#007: version 2 against nothing",
                        "ORDER#acme#008: nothing against version 3",
                        "ORDER#globex#009: version 1 against version 9",
                        "ORDER#globex#011: version 9 against version 3",
                        "ORDER#acme#012: version 1 against version 1, deleted");
        assertThat(found.one().checksum()).isNotEqualTo(found.other().checksum());
        assertThat(found.tenants()).containsOnlyKeys("acme", "globex");
        assertThat(found.tenants().get("globex").one().live())
                .isEqualTo(found.tenants().get("globex").other().live() + 1);
    }

    @Test
    void whatever_is_lost_on_either_side_is_found_with_pages_of_any_size() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            KeptGenerations some = new KeptGenerations();
            int differing = 0;
            for (int item = 0; item < 40; item++) {
                int where = random.nextInt(4);
                if (where != 1) {
                    some.hold(1, key(item), 1);
                }
                if (where != 2) {
                    some.hold(2, key(item), 1);
                }
                differing += where == 1 || where == 2 ? 1 : 0;
            }
            ComparisonOptions options =
                    hasty.withPageRows(1 + random.nextInt(12)).withPatience(Duration.ZERO, Duration.ofNanos(1));

            assertThat(Comparison.of(some, 1, 2, options).block(PATIENCE).differences())
                    .as("seed %d, round %d", seed, round)
                    .hasSize(differing);
        }
    }

    @Test
    void what_is_on_its_way_has_time_to_arrive_though_both_go_on_meanwhile() {
        fill(1);
        fill(2);
        generations.hold(1, key(3), 5);
        generations.lose(2, key(4));
        int[] looks = {0};
        generations.whenLookedAt(keys -> {
            looks[0]++;
            generations.hold(1, key(3), 5 + looks[0]);
            if (looks[0] == 3) {
                generations.hold(2, key(3), 5);
                generations.hold(2, key(4), 2);
            }
        });

        Comparison found = compare(hasty.withPatience(PATIENCE, Duration.ofMillis(1)));

        assertThat(found.isEqual()).isTrue();
        assertThat(looks[0]).isLessThanOrEqualTo(6);
    }

    @Test
    void when_the_patience_is_over_what_is_left_is_told() {
        fill(1);
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        ComparisonOptions options = ComparisonOptions.defaults().withScheduler(time);

        StepVerifier.create(Comparison.of(generations, 1, 2, options))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(29)))
                .expectNoEvent(Duration.ofMillis(1))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(2)))
                .assertNext(found -> assertThat(found.differences()).hasSize(ITEMS))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void too_many_differences_end_it_early_and_are_never_called_equal() {
        fill(1);

        Comparison found = compare(hasty.withMostDifferences(15));

        assertThat(found.isWhole()).isFalse();
        assertThat(found.isEqual()).isFalse();
        assertThat(found.differences()).hasSize(15);
        assertThat(found.one().live() + found.one().deleted()).isEqualTo(20);
    }

    @Test
    void nothing_is_read_before_subscription() {
        Comparison.of(generations, 1, 2);

        assertThat(generations.pages()).isZero();
    }

    @Test
    void keys_of_several_parts_do_not_run_into_each_other_in_the_checksum() {
        HeldCounts one = HeldCounts.NONE.plus(held("a", "bc"));

        assertThat(one).isNotEqualTo(HeldCounts.NONE.plus(held("ab", "c")));
        assertThat(one.plus(held("x", "y")))
                .isEqualTo(HeldCounts.NONE.plus(held("x", "y")).plus(held("a", "bc")));
    }

    private static HeldItem held(String... parts) {
        return new HeldItem(List.of(parts), "acme", Version.FIRST, false);
    }

    @Test
    void numbers_that_mean_nothing_are_refused() {
        ComparisonOptions options = ComparisonOptions.defaults();

        assertThatThrownBy(() -> options.withPageRows(1_001)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> options.withMostDifferences(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> options.withPatience(Duration.ofSeconds(-1), PATIENCE))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> options.withPatience(PATIENCE, Duration.ZERO))
                .isInstanceOf(InvalidValueException.class);
    }
}
