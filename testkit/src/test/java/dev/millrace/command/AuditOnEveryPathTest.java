/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.Origin;
import dev.millrace.item.Audit;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whichever way a version is written: who created the item, who wrote the version, when, from where, in which request. */
class AuditOnEveryPathTest {

    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "A-1");
    private static final Instant CREATED = Instant.parse("2026-11-23T09:00:00.123Z");
    private static final Instant UPDATED = CREATED.plus(Duration.ofHours(1));
    private static final CommandPatch PATCH =
            CommandPatch.of(KEY, ExpectedVersion.latest()).set("note", "b");

    private static final Map<String, BiFunction<CommandService, Command, Mono<PublishOutcome>>> PATHS = Map.of(
            "publishAsync",
            CommandService::publishAsync,
            "publishSync",
            CommandService::publishSync,
            "publishPartialUpdateAsync",
            (service, command) -> service.publishPartialUpdateAsync(PATCH),
            "publishPartialUpdateSync",
            (service, command) -> service.publishPartialUpdateSync(PATCH),
            "publishAll",
            (service, command) -> service.publishAll(Flux.just(command), 1)
                    .single()
                    .flatMap(result -> result.fold(
                            done -> Mono.just(done.outcome()), failed -> Mono.<PublishOutcome>error(failed.failure()))),
            "publishAtomically",
            (service, command) -> service.publishAtomically(List.of(command)).map(outcomes -> outcomes.get(0)),
            "duplicate",
            (service, command) -> service.duplicate(KEY, ExpectedVersion.latest()));

    private final Hands clock = new Hands();
    private final InMemoryDataStore data = new InMemoryDataStore();
    private final CommandService service = CommandService.over(
            new InMemoryCommandLog(data), CommandOptions.defaults().withClock(clock));

    static Stream<String> paths() {
        return PATHS.keySet().stream().sorted();
    }

    private static InvokeContext caller(String user, String ip, String requestId) {
        return InvokeContext.of(user, "acme").withSourceIp(ip).withOrigin(origin(requestId));
    }

    private static Origin origin(String requestId) {
        return new Origin("[order]:Test.create", requestId, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void a_version_says_who_wrote_it_and_who_created_the_item(String path) {
        service.publishSync(Command.create(KEY, note("a")), caller("ada", "192.0.2.1", "request-1"))
                .block();
        clock.now = UPDATED;

        RecordedCommand second = PATHS.get(path)
                .apply(service, Command.update(KEY, Version.FIRST, note("b")))
                .contextWrite(caller("bob", "192.0.2.2", "request-2").asContext())
                .block()
                .command();
        assertThat(second.version()).isEqualTo(Version.of(2));
        assertThat(second.state().audit())
                .isEqualTo(new Audit(new Stamp(CREATED, "ada", "192.0.2.1"), new Stamp(UPDATED, "bob", "192.0.2.2")));
        String source = path.equals("duplicate") ? "duplicated" : origin("").source();
        assertThat(second.origin())
                .isEqualTo(new Origin(source, "request-2", origin("").traceparent()));
        assertThat(second.toChange().origin()).isEqualTo(second.origin());
        assertThat(second.toItem().audit()).isEqualTo(second.state().audit());
    }

    /** A clock that somebody sets. */
    private static final class Hands extends Clock {

        private Instant now = CREATED;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
