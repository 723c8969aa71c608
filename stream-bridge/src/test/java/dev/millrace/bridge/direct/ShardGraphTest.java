/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.streams.ShardNote;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.Shard;

class ShardGraphTest {

    private static final ShardId PARENT = ShardId.of("parent");
    private static final ShardId CHILD = ShardId.of("child");
    private static final ShardId GRANDCHILD = ShardId.of("grandchild");

    private static final List<Shard> FAMILY =
            List.of(shard(PARENT, null), shard(CHILD, PARENT), shard(GRANDCHILD, CHILD));

    private static final ShardRow ENDED = new ShardRow(Optional.of(SequenceNumber.SHARD_END), ShardNote.NONE);
    private static final ShardRow IN_PART = new ShardRow(Optional.of(SequenceNumber.of("7")), ShardNote.NONE);

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
        ShardGraph graph = new ShardGraph(Map.of(PARENT, ENDED, CHILD, IN_PART));
        assertThat(graph.update(FAMILY)).containsExactly(CHILD);
    }

    @Test
    void a_shard_that_was_carried_in_part_and_is_gone_is_read_on_and_holds_its_children_back() {
        ShardGraph graph = new ShardGraph(Map.of(PARENT, IN_PART));
        assertThat(graph.update(List.of(shard(CHILD, PARENT)))).containsExactly(PARENT);
    }

    @Test
    void a_shard_that_ended_and_is_gone_can_be_forgotten_once() {
        ShardGraph graph = new ShardGraph(Map.of(PARENT, ENDED));
        graph.update(FAMILY);
        assertThat(graph.takeForgettable()).isEmpty();
        graph.update(List.of(shard(CHILD, PARENT)));
        assertThat(graph.takeForgettable()).containsExactly(PARENT);
        assertThat(graph.takeForgettable()).isEmpty();
    }

    @Test
    void a_child_inherits_up_to_when_its_parent_was_carried_and_no_debt_that_the_parent_has_paid() {
        Instant moment = Instant.parse("2026-01-01T00:00:00Z");
        ShardGraph graph = new ShardGraph(
                Map.of(PARENT, new ShardRow(Optional.of(SequenceNumber.SHARD_END), new ShardNote(moment, true))));
        graph.update(FAMILY);
        assertThat(graph.inherited(CHILD)).isEqualTo(new ShardNote(moment, false));
        assertThat(graph.inherited(PARENT)).isEqualTo(ShardNote.NONE);
        graph.noted(CHILD, new ShardNote(moment.plusSeconds(1), false));
        assertThat(graph.inherited(GRANDCHILD).carriedUpTo()).isEqualTo(moment.plusSeconds(1));
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
