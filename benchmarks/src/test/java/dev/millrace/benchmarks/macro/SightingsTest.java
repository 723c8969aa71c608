/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SightingsTest {

    private final Sightings sightings = new Sightings();

    @Test
    void what_came_before_the_line_is_neither_new_nor_repeated() {
        sightings.saw(1, 0, 9, 100);
        sightings.drawLine(Map.of(0, 10L));

        sightings.saw(2, 0, 8, 200); // read late
        sightings.saw(1, 0, 9, 201);

        assertThat(sightings.firstNew()).isEmpty();
        assertThat(sightings.repeated()).isZero();
        assertThat(sightings.distinct()).isEqualTo(2);
    }

    @Test
    void what_comes_again_behind_the_line_is_counted_and_ends_no_wait() {
        sightings.saw(1, 0, 8, 100);
        sightings.saw(2, 0, 9, 101);
        sightings.drawLine(Map.of(0, 10L));

        sightings.saw(1, 0, 10, 200);
        sightings.saw(2, 0, 11, 201);
        assertThat(sightings.firstNew()).isEmpty();

        sightings.saw(3, 0, 12, 202);
        sightings.saw(4, 0, 13, 203);
        assertThat(sightings.firstNew()).contains(202L);
        assertThat(sightings.repeated()).isEqualTo(2);
    }

    @Test
    void each_partition_has_an_end_of_its_own() {
        sightings.drawLine(Map.of(0, 10L, 1, 2L));

        sightings.saw(1, 0, 5, 100);
        assertThat(sightings.firstNew()).isEmpty();

        sightings.saw(2, 1, 5, 101);
        assertThat(sightings.firstNew()).contains(101L);
    }

    @Test
    void a_new_line_begins_anew_and_remembers_what_was_seen() {
        sightings.drawLine(Map.of(0, 0L));
        sightings.saw(1, 0, 0, 100);
        sightings.drawLine(Map.of(0, 1L));

        sightings.saw(1, 0, 1, 200);

        assertThat(sightings.firstNew()).isEmpty();
        assertThat(sightings.repeated()).isEqualTo(1);
        assertThat(sightings.distinct()).isEqualTo(1);
    }
}
