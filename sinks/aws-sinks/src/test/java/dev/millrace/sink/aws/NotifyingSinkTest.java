/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.contract.ChangeSinkContract;
import dev.millrace.testkit.memory.InMemoryChangeSink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class NotifyingSinkTest {

    private static final ModuleId MODULE = new ModuleId("prod", "shop", "order");
    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");
    private static final ChangeRecord CHANGE = Samples.change(KEY, 1, Samples.note("first"));

    private final List<Notification> statuses = new ArrayList<>();
    private final List<Notification> alarms = new ArrayList<>();

    private NotifyingSink around(ChangeSink sink) {
        return NotifyingSink.around(sink, MODULE, to(statuses), to(alarms));
    }

    private static Announcements to(List<Notification> list) {
        return Announcements.through(one -> Mono.fromRunnable(() -> list.add(one)));
    }

    @Test
    void what_arrives_is_announced_once_and_what_was_there_is_not() {
        NotifyingSink sink = around(new InMemoryChangeSink(SinkName.of("orders")));

        sink.apply(List.of(CHANGE)).block();
        sink.apply(List.of(CHANGE)).block();

        assertThat(statuses).containsExactly(Notification.finished(CHANGE, MODULE));
        assertThat(alarms).isEmpty();
    }

    @Test
    void what_is_refused_raises_an_alarm() {
        IllegalStateException cause = new IllegalStateException();
        NotifyingSink sink = around(new AnsweringSink(SinkOutcome.refused(cause)));

        sink.apply(List.of(CHANGE)).block();

        assertThat(statuses).isEmpty();
        assertThat(alarms).containsExactly(Notification.alarm(CHANGE, MODULE, SinkName.of("answering"), cause));
    }

    @Test
    void what_is_deferred_is_not_announced_yet() {
        NotifyingSink sink = around(new AnsweringSink(SinkOutcome.deferred(new IllegalStateException())));

        sink.apply(List.of(CHANGE)).block();

        assertThat(statuses).isEmpty();
        assertThat(alarms).isEmpty();
    }

    /** A sink that always says the same. */
    private record AnsweringSink(SinkOutcome answer) implements ChangeSink {

        @Override
        public SinkName name() {
            return SinkName.of("answering");
        }

        @Override
        public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
            return Mono.just(changes.stream().map(change -> answer).toList());
        }

        @Override
        public Mono<Version> appliedVersion(ItemKey key) {
            return Mono.just(Version.NONE);
        }
    }

    /** Messages that never arrive change nothing for the sink. */
    @Nested
    class WhileMessagesAreDown extends ChangeSinkContract {

        private final InMemoryChangeSink memory = new InMemoryChangeSink(SinkName.of("orders"));
        private final Announcements nowhere = Announcements.through(one -> Mono.never());
        private final NotifyingSink sink = NotifyingSink.around(memory, MODULE, nowhere, nowhere);

        @Override
        protected ChangeSink sink() {
            return sink;
        }

        @Override
        protected Mono<Attributes> read(ItemKey key) {
            return memory.read(key).map(state -> state.content().attributes());
        }
    }
}
