/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.Shard;

class ShardGraphTest {

    private static final ShardId PARENT = ShardId.of("parent");
    private static final ShardId CHILD = ShardId.of("child");
    private static final ShardId GRANDCHILD = ShardId.of("grandchild");

    private static final List<Shard> FAMILY =
            List.of(shard(PARENT, null), shard(CHILD, PARENT), shard(GRANDCHILD, CHILD));

    @Test
    void a_generation_is_ready_when_the_one_before_it_is_saved_to_its_end() {
        ShardGraph graph = new ShardGraph(Map.of());
        assertThat(graph.update(FAMILY)).containsExactly(PARENT);
        assertThat(graph.update(FAMILY)).as("begun once").isEmpty();
        graph.ended(PARENT);
        assertThat(graph.update(FAMILY)).containsExactly(CHILD);
    }

    @Test
    void a_shard_whose_parent_nobody_knows_any_more_is_ready() {
        ShardGraph graph = new ShardGraph(Map.of());
        assertThat(graph.update(List.of(shard(CHILD, PARENT)))).containsExactly(CHILD);
    }

    @Test
    void what_was_saved_earlier_counts() {
        ShardGraph graph = new ShardGraph(Map.of(PARENT, SequenceNumber.SHARD_END, CHILD, SequenceNumber.of("7")));
        assertThat(graph.update(FAMILY)).containsExactly(CHILD);
    }

    @Test
    void a_shard_that_was_carried_in_part_and_is_gone_is_read_on_and_holds_its_children_back() {
        ShardGraph graph = new ShardGraph(Map.of(PARENT, SequenceNumber.of("7")));
        assertThat(graph.update(List.of(shard(CHILD, PARENT)))).containsExactly(PARENT);
    }

    @Test
    void a_shard_that_ended_and_is_gone_can_be_forgotten_once() {
        ShardGraph graph = new ShardGraph(Map.of(PARENT, SequenceNumber.SHARD_END));
        graph.update(FAMILY);
        assertThat(graph.takeForgettable()).isEmpty();
        graph.update(List.of(shard(CHILD, PARENT)));
        assertThat(graph.takeForgettable()).containsExactly(PARENT);
        assertThat(graph.takeForgettable()).isEmpty();
    }

    @Test
    void children_are_looked_for_until_they_come_and_not_for_ever() {
        ShardGraph graph = new ShardGraph(Map.of());
        graph.update(List.of(shard(PARENT, null)));
        assertThat(graph.isWaitingForChildren()).isFalse();
        graph.ended(PARENT);
        assertThat(graph.isWaitingForChildren()).isTrue();
        for (int look = 0; look < 50; look++) {
            graph.update(List.of(shard(PARENT, null)));
        }
        assertThat(graph.isWaitingForChildren())
                .as("a merge leaves one without any")
                .isFalse();

        graph.ended(PARENT);
        graph.update(FAMILY);
        assertThat(graph.isWaitingForChildren()).as("it has come").isFalse();
    }

    private static Shard shard(ShardId id, ShardId parent) {
        return Shard.builder()
                .shardId(id.text())
                .parentShardId(parent == null ? null : parent.text())
                .build();
    }
}
