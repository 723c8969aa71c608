/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.context.TenantViolationException;
import dev.millrace.history.HistoryService;
import dev.millrace.item.Attributes;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.spring.shop.Modules;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LiveItemsTest {

    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");
    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");

    private final InMemoryCommandLog log = new InMemoryCommandLog(new InMemoryDataStore());
    private final CommandService commands = CommandService.over(log, CommandOptions.defaults());
    private final HistoryService history = HistoryService.over(log, TenantGuard.standard());
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final LiveItems live = new LiveItems(
            new WebProperties.Streams(Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofMinutes(15), 2), time);

    @Test
    void every_version_comes_once_in_order_however_late_it_is_written() {
        publish(0, "a");
        publish(1, "b");
        StepVerifier.create(ids(Version.NONE))
                .expectNext("1", "2")
                .then(() -> publish(2, "c"))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(1)))
                .expectNext("3")
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(2)))
                .thenCancel()
                .verify(Duration.ofSeconds(30));
    }

    @Test
    void a_client_that_comes_back_gets_what_it_has_not_seen() {
        publish(0, "a");
        publish(1, "b");
        StepVerifier.create(ids(Version.of(1))).expectNext("2").thenCancel().verify(Duration.ofSeconds(30));
    }

    @Test
    void a_stream_without_news_says_that_it_is_alive_and_ends_some_day() {
        StepVerifier.create(events(Version.NONE).map(event -> String.valueOf(event.comment())))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(31)))
                .expectNext("alive", "alive")
                .then(() -> time.advanceTimeBy(Duration.ofMinutes(15)))
                .thenConsumeWhile("alive"::equals)
                .expectComplete()
                .verify(Duration.ofSeconds(30));
    }

    @Test
    void a_client_that_takes_nothing_makes_nobody_read_on() {
        publish(0, "a");
        publish(1, "b");
        publish(2, "c");
        StepVerifier.create(ids(Version.NONE), 1)
                .expectNext("1")
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(5)))
                .thenRequest(2)
                .expectNext("2", "3")
                .thenCancel()
                .verify(Duration.ofSeconds(30));
    }

    @Test
    void there_are_only_so_many_streams_at_once() {
        Disposable first = ids(Version.NONE).subscribe();
        Disposable second = ids(Version.NONE).subscribe();
        StepVerifier.create(ids(Version.NONE))
                .expectErrorSatisfies(busy -> assertThat(
                                ((AccessRefusedException) busy).status().value())
                        .isEqualTo(503))
                .verify(Duration.ofSeconds(30));
        first.dispose();
        Disposable third = ids(Version.NONE).subscribe();
        assertThat(third.isDisposed()).isFalse();
        second.dispose();
        third.dispose();
    }

    @Test
    void another_tenants_item_is_not_streamed() {
        StepVerifier.create(events(Version.NONE)
                        .contextWrite(InvokeContext.of("u2", "other").asContext()))
                .expectErrorSatisfies(refused -> assertThat(refused).isInstanceOf(TenantViolationException.class))
                .verify(Duration.ofSeconds(30));
    }

    private Flux<String> ids(Version after) {
        return events(after)
                .filter(event -> event.id() != null)
                .map(ServerSentEvent::id)
                .contextWrite(CALLER.asContext());
    }

    private Flux<ServerSentEvent<String>> events(Version after) {
        return live.changes(Modules.of(commands, history), KEY, after, command -> "v" + command.version())
                .contextWrite(context -> context.hasKey(InvokeContext.class)
                        ? context
                        : CALLER.asContext().apply(context));
    }

    private void publish(long version, String value) {
        Command command =
                Command.of(KEY, ExpectedVersion.exactly(Version.of(version)), Attributes.of(Map.of("a", value)));
        commands.publishAsync(command, CALLER).block(Duration.ofSeconds(30));
    }
}
