/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.context.Origin;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownCommandsTest {

    private static final int TEN_KILOBYTES = 5_000; // two bytes a character
    private static final ItemKey KEY = key(0);

    private static ItemKey key(int number) {
        return ItemKey.of("ORDER", "acme", "order-" + number);
    }

    private static RecordedCommand recorded(ItemKey key, long version, Attributes attributes) {
        Audit audit = Audit.first(new Stamp(Instant.EPOCH, "ada", ""));
        ItemState state = new ItemState(key, Version.of(version), ItemContent.of("", attributes), audit);
        return new RecordedCommand(state, CommandId.random(), Origin.UNKNOWN);
    }

    private static RecordedCommand large(ItemKey key, Object value) {
        return recorded(key, 1, Attributes.of(Map.of("a", value)));
    }

    private static long known(KnownCommands commands, int upTo) {
        return IntStream.range(0, upTo)
                .filter(i -> commands.newest(key(i)) != null)
                .count();
    }

    @Test
    void what_is_remembered_is_bounded_in_bytes_and_not_in_entries() {
        KnownCommands large = KnownCommands.within(1 << 20);
        KnownCommands small = KnownCommands.within(1 << 20);
        IntStream.range(0, 1_000).forEach(i -> {
            large.learn(large(key(i), "x".repeat(TEN_KILOBYTES)));
            small.learn(large(key(i), "x"));
        });

        assertThat(known(large, 1_000)).isBetween(50L, 100L);
        assertThat(known(small, 1_000)).isEqualTo(1_000);
    }

    @Test
    void bytes_count_wherever_they_are_in_a_payload() {
        String text = "x".repeat(TEN_KILOBYTES);
        List<Object> values = List.of(
                new byte[2 * TEN_KILOBYTES],
                List.of(text),
                Map.of("b", text),
                Map.of(text, 1),
                List.of(Map.of("c", text)));
        for (Object value : values) {
            KnownCommands commands = KnownCommands.within(1 << 20);
            IntStream.range(0, 200).forEach(i -> commands.learn(large(key(i), value)));
            assertThat(known(commands, 200)).as(value.getClass().getName()).isBetween(50L, 110L);
        }
    }

    @Test
    void a_command_over_the_whole_budget_is_not_remembered() {
        KnownCommands commands = KnownCommands.within(4_096);
        commands.learn(large(KEY, "x".repeat(TEN_KILOBYTES)));
        assertThat(commands.newest(KEY)).isNull();
    }

    @Test
    void a_budget_of_nothing_remembers_nothing() {
        KnownCommands commands = KnownCommands.within(0);
        commands.learn(recorded(KEY, 1, Attributes.empty()));
        assertThat(commands.newest(KEY)).isNull();
    }

    @Test
    void the_newest_version_stays_in_whatever_order_they_were_seen() {
        KnownCommands commands = KnownCommands.within(1 << 20);
        RecordedCommand second = recorded(KEY, 2, Attributes.empty());
        commands.learn(second);
        commands.learn(recorded(KEY, 1, Attributes.empty()));
        assertThat(commands.newest(KEY)).isEqualTo(second);
        RecordedCommand third = recorded(KEY, 3, Attributes.empty());
        commands.learn(third);
        assertThat(commands.newest(KEY)).isEqualTo(third);
    }
}
