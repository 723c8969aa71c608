/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.context.InvokeContext;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
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
 *       {@link dev.millrace.MillraceException} when the store cannot be used, and then nothing was written.
 *   <li><b>Retries</b>: ask the failure ({@link dev.millrace.MillraceException#retry()}). Publishing the same command
 *       value again is always safe.
 *   <li><b>Cancelling</b> before the write has left prevents it; later the outcome is unknown.
 *   <li><b>Threads</b>: signals arrive on Reactor's parallel scheduler; do not block there.
 *   <li><b>Cost</b>: one write. A command that creates reads nothing; any other reads its predecessor from the cache, or
 *       else with one query; content that changes nothing is not written, which one query confirms.
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
     * or neither.
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

    /** Emits the command that led to that version of the item; empty if there is none. */
    Mono<RecordedCommand> getItem(ItemKey key, Version version);

    /** Emits the command that led to the item's newest version; empty if there is none. A consistent read. */
    Mono<RecordedCommand> getLatestItem(ItemKey key);
}
