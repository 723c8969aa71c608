/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.context.InvokeContext;
import dev.millrace.item.CommandId;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Publishes commands: checks that the item is in the expected state, and records what is true from then on.
 *
 * <p>All methods: nothing happens until subscription; each subscription is one attempt of its own. The caller is the
 * {@link InvokeContext} of the subscriber's Reactor Context. All four publish methods emit one {@link PublishOutcome}:
 * recorded, or unchanged when the item already looks like this and is at the expected version.
 *
 * <ul>
 *   <li><b>Fails</b>, before any I/O, with {@link dev.millrace.context.MissingContextException} or
 *       {@link dev.millrace.context.TenantViolationException}, and with
 *       {@link dev.millrace.item.InvalidValueException} for an item over the store's limits; with
 *       {@link VersionConflictException}, which carries the winner, or {@link UnknownVersionException} when the item is
 *       in another state; with {@link OutcomeUnknownException} when the answer to a write was lost; with another
 *       {@link dev.millrace.MillraceException} when the store cannot be used, and then nothing was recorded.
 *   <li><b>Retries</b>: ask the failure ({@link dev.millrace.MillraceException#retry()}). Publishing the same command
 *       value again is safe: see {@link Command}; {@link #resolve} tells without writing.
 *   <li><b>Cancelling</b> before the write has left prevents it; later the outcome is unknown.
 *   <li><b>Threads</b>: signals arrive on Reactor's parallel scheduler; do not block there.
 *   <li><b>Cost</b>: one write. A command that creates reads nothing; any other reads its predecessor from the cache, or
 *       else with one query; content that changes nothing is not written, which one query confirms, and under an
 *       idempotency key that expects the latest version one more, which looks for the key.
 * </ul>
 */
public interface CommandService {

    /** Returns a service that records through the port. */
    static CommandService over(CommandLog log, CommandOptions options) {
        return new LoggedCommandService(log, options);
    }

    /**
     * Records a command. On completion it is durable in the command table; the data table and other read models follow
     * within the pipeline's lag.
     */
    Mono<PublishOutcome> publishAsync(Command command);

    /** {@link #publishAsync(Command)} for an explicit caller. */
    default Mono<PublishOutcome> publishAsync(Command command, InvokeContext caller) {
        return publishAsync(command).contextWrite(caller.asContext());
    }

    /**
     * Records a command and shows it. On completion it is durable in the command table and visible through
     * {@link dev.millrace.data.DataService}; other read models follow within the pipeline's lag. One transaction: both
     * or neither. Where nothing is recorded, because the item already looks like this or the same command was recorded
     * before, the version that says so is shown if the data table is behind it: one write more, which fails as
     * unavailable without harm.
     */
    Mono<PublishOutcome> publishSync(Command command);

    /** {@link #publishSync(Command)} for an explicit caller. */
    default Mono<PublishOutcome> publishSync(Command command, InvokeContext caller) {
        return publishSync(command).contextWrite(caller.asContext());
    }

    /**
     * Records a patch, merged into the version it expects. Like {@link #publishAsync(Command)}; fails with
     * {@link ItemNotFoundException} if there is no item.
     */
    Mono<PublishOutcome> publishPartialUpdateAsync(CommandPatch patch);

    /** {@link #publishPartialUpdateAsync(CommandPatch)} for an explicit caller. */
    default Mono<PublishOutcome> publishPartialUpdateAsync(CommandPatch patch, InvokeContext caller) {
        return publishPartialUpdateAsync(patch).contextWrite(caller.asContext());
    }

    /**
     * Records a patch and shows it. Like {@link #publishSync(Command)}; fails with {@link ItemNotFoundException} if there
     * is no item.
     */
    Mono<PublishOutcome> publishPartialUpdateSync(CommandPatch patch);

    /** {@link #publishPartialUpdateSync(CommandPatch)} for an explicit caller. */
    default Mono<PublishOutcome> publishPartialUpdateSync(CommandPatch patch, InvokeContext caller) {
        return publishPartialUpdateSync(patch).contextWrite(caller.asContext());
    }

    /**
     * Publishes many commands, up to {@code concurrency} at once, those of one item one after the other in their order.
     * Emits one result per command, as they end; a command that fails is a result, not a failure of the whole.
     *
     * <ul>
     *   <li><b>Fails</b> when the publisher of the commands does; what is under way then is cancelled.
     *   <li><b>Cancelling</b> leaves the outcome of what is under way unknown.
     *   <li><b>Backpressure</b>: commands are taken as results are requested, and at most 256 ahead.
     * </ul>
     *
     * @param concurrency how many commands may be under way at once, at least 1
     */
    Flux<PublishResult> publishAll(Publisher<Command> commands, int concurrency);

    /**
     * Records commands of different items, all or none, in one transaction. On completion all of them are durable, and
     * their outcomes are emitted in their order; read models follow item by item.
     *
     * <ul>
     *   <li><b>Fails</b> like {@link #publishAsync}, with the conflict of one of them for example, and then none is
     *       recorded by this publish; and with {@link dev.millrace.item.InvalidValueException} for two commands of one item or
     *       more than a transaction can hold (100 writes; a command under an idempotency key that expects the latest
     *       version counts twice).
     *   <li><b>Races</b>: where only commands that expect the latest version lost, all items are read and all of the
     *       transaction is tried again, as often as a single such command would be.
     *   <li><b>Again</b>: a command that was recorded before, alone or in another transaction, gets its first outcome and is
     *       done; the others are recorded together. So the same list, published again, completes what its first publish
     *       may have left undone, and changes nothing if that was nothing. What {@link Command} says of the same value
     *       published twice holds; here a command that expects the latest version is also known again by its id,
     *       whatever came in between, once any other of the list is known.
     *   <li><b>Unchanged</b> is what changes nothing, as of when it was read.
     * </ul>
     */
    Mono<List<PublishOutcome>> publishAtomically(List<Command> commands);

    /**
     * Records an item's content again as its next version, with the source {@code duplicated}, so that every read model
     * gets it once more. On completion it is durable, as with {@link #publishAsync}. Fails with
     * {@link ItemNotFoundException} if there is no item, and like {@link #publishAsync} if it is in another state; throws
     * {@link dev.millrace.item.InvalidValueException} at once if the item is expected absent.
     */
    Mono<PublishOutcome> duplicate(ItemKey key, ExpectedVersion expected);

    /**
     * Tells what became of a command whose outcome is unknown: emits it as recorded, or is empty if it is not. Empty is
     * final once the publish has ended and the store's timeout has passed; until then the write may still be on its way. One query, from the newest version
     * backwards, which reads the versions since.
     */
    Mono<RecordedCommand> resolve(ItemKey key, CommandId id);

    /** Emits the command that led to that version of the item; empty if there is none. */
    Mono<RecordedCommand> getItem(ItemKey key, Version version);

    /** Emits the command that led to the item's newest version; empty if there is none. A consistent read. */
    Mono<RecordedCommand> getLatestItem(ItemKey key);
}
