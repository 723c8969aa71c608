/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.scenario;

import static java.util.Objects.requireNonNull;

import dev.millrace.command.Command;
import dev.millrace.command.CommandLog;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What happened before: the start of a test that reads as a sentence.
 *
 * <pre>{@code
 * Scenario.given(recorded(order, 1, note("first")))
 *         .whenPublished(Command.update(order, Version.of(1), note("second")))
 *         .thenRecorded(2, note("second"))
 *         .andWhenPublished(Command.update(order, Version.of(1), note("third")))
 *         .thenConflict();
 * }</pre>
 *
 * <p>Runs the real {@link CommandService} over a log in memory, in which it is always {@link #NOW}. Commands are
 * published as they are named, so a {@code when} does not need a {@code then} to happen.
 */
public final class Scenario {

    /** The moment at which everything in a scenario happens. */
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CommandLog log = new InMemoryCommandLog(new InMemoryDataStore());
    private final CommandService commands =
            CommandService.over(log, CommandOptions.defaults().withClock(Clock.fixed(NOW, ZoneOffset.UTC)));

    private Scenario() {}

    /** Begins with nothing recorded. */
    public static Scenario givenNothing() {
        return new Scenario();
    }

    /**
     * Begins with this recorded, of one item or several. Fails with {@link InvalidValueException} if an item's versions
     * are not 1, 2, 3 … in this order, for no item comes to be like that.
     */
    public static Scenario given(RecordedCommand... recorded) {
        Scenario scenario = new Scenario();
        List.of(recorded).forEach(scenario::append);
        return scenario;
    }

    private void append(RecordedCommand row) {
        RecordedCommand newest = latest(row.key());
        Version next = newest == null ? Version.FIRST : newest.version().next();
        if (!row.version().equals(next)) {
            throw new InvalidValueException(
                    "given version", row.version().toString(), "of %s must be %s".formatted(row.key(), next));
        }
        log.append(row).block(PATIENCE);
    }

    /** When this command is published, by the system on behalf of the item's tenant. */
    public Then whenPublished(Command command) {
        return whenPublishedBy(InvokeContext.system(command.key().tenant()), command);
    }

    /** When this patch is published, by the system on behalf of the item's tenant. */
    public Then whenPublished(CommandPatch patch) {
        return whenPublishedBy(InvokeContext.system(patch.key().tenant()), patch);
    }

    /** When that caller publishes this command. */
    public Then whenPublishedBy(InvokeContext caller, Command command) {
        requireNonNull(caller, "caller");
        return then(command.key(), commands.publishAsync(command, caller));
    }

    /** When that caller publishes this patch. */
    public Then whenPublishedBy(InvokeContext caller, CommandPatch patch) {
        requireNonNull(caller, "caller");
        return then(patch.key(), commands.publishPartialUpdateAsync(patch, caller));
    }

    private Then then(ItemKey key, Mono<PublishOutcome> publish) {
        return new Then(this, key, Answer.of(publish, PATIENCE));
    }

    @Nullable
    RecordedCommand latest(ItemKey key) {
        return log.latest(key).block(PATIENCE);
    }
}
