/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bridge.Seen.Step;
import dev.millrace.change.ChangeRecord;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenVersionsTest {

    private static final int ITEMS = 1_000;

    /** Each item of these tests counts for less. */
    private static final long ITEM_BYTES = 250;

    @Test
    void an_item_is_known_while_it_is_one_of_those_asked_for_last_that_fill_half_the_budget() {
        SeenVersions versions = new SeenVersions(2 * ITEMS * ITEM_BYTES);
        Seen first = versions.of(change(0));
        IntStream.range(1, ITEMS).forEach(number -> versions.of(change(number)));
        assertThat(versions.of(change(0))).isSameAs(first);
    }

    @Test
    void an_item_asked_for_again_and_again_is_never_forgotten() {
        SeenVersions versions = new SeenVersions(20 * ITEM_BYTES);
        Seen first = versions.of(change(0));
        for (int number = 1; number < ITEMS; number++) {
            versions.of(change(number));
            assertThat(versions.of(change(0))).isSameAs(first);
        }
    }

    @Test
    void no_more_items_are_known_than_the_budget_has_room_for() {
        int room = 100;
        SeenVersions versions = new SeenVersions(room * ITEM_BYTES);
        IntStream.range(0, ITEMS).forEach(number -> versions.of(change(number)).step(this, 1));
        long known = IntStream.iterate(ITEMS - 1, number -> number - 1)
                .limit(ITEMS)
                .filter(number -> versions.of(change(number)).step(this, 1) == Step.REPEATED)
                .count();
        assertThat(known).isBetween(room / 2L, room * 5L / 4);
    }

    @Test
    void a_budget_too_small_for_one_item_knows_none() {
        SeenVersions versions = new SeenVersions(1);
        Seen first = versions.of(change(0));
        assertThat(versions.of(change(0))).isNotSameAs(first);
    }

    private static ChangeRecord change(int number) {
        return Changes.change("order-%04d".formatted(number), 1, Instant.EPOCH);
    }
}
