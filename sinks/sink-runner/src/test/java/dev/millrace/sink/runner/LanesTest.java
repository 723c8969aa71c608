/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class LanesTest {

    private static final int ITEMS = 16_000;

    @Test
    void an_item_always_takes_the_same_lane() {
        Lanes lanes = lanes(16);

        assertThat(lanes.of(Changes.key("A"))).isSameAs(lanes.of(Changes.key("A")));
    }

    @Test
    void items_spread_over_all_lanes_alike() {
        Lanes lanes = lanes(16);
        Map<Lane, Integer> used = new HashMap<>();
        for (int i = 0; i < ITEMS; i++) {
            used.merge(lanes.of(Changes.key("item-" + i)), 1, Integer::sum);
        }

        assertThat(used).hasSize(16);
        assertThat(used.values()).allSatisfy(items -> assertThat(items).isBetween(500, 2000));
    }

    @Test
    void one_lane_takes_everything() {
        Lanes lanes = lanes(1);

        assertThat(lanes.of(Changes.key("A"))).isSameAs(lanes.of(Changes.key("B")));
    }

    private static Lanes lanes(int number) {
        return new Lanes(RunnerOptions.defaults().withLanes(number), batch -> Mono.never());
    }
}
