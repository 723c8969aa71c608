/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.command.Command;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishResult;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.CommandId;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Observes what is published, and gives each recorded command the trace of its observation. Reads are not observed. */
final class ObservedCommandService implements CommandService {

    private final CommandService service;
    private final PublishObservations observations;

    ObservedCommandService(CommandService service, PublishObservations observations) {
        this.service = service;
        this.observations = observations;
    }

    @Override
    public Mono<PublishOutcome> publishAsync(Command command) {
        return observations.one("publishAsync", service.publishAsync(command));
    }

    @Override
    public Mono<PublishOutcome> publishSync(Command command) {
        return observations.one("publishSync", service.publishSync(command));
    }

    @Override
    public Mono<PublishOutcome> publishPartialUpdateAsync(CommandPatch patch) {
        return observations.one("publishPartialUpdateAsync", service.publishPartialUpdateAsync(patch));
    }

    @Override
    public Mono<PublishOutcome> publishPartialUpdateSync(CommandPatch patch) {
        return observations.one("publishPartialUpdateSync", service.publishPartialUpdateSync(patch));
    }

    @Override
    public Mono<PublishOutcome> duplicate(ItemKey key, ExpectedVersion expected) {
        return observations.one("duplicate", service.duplicate(key, expected));
    }

    @Override
    public Mono<List<PublishOutcome>> publishAtomically(List<Command> commands) {
        return observations.all("publishAtomically", service.publishAtomically(commands));
    }

    /** One observation for the whole stream: a span for each of many commands would say little and cost much. */
    @Override
    public Flux<PublishResult> publishAll(Publisher<Command> commands, int concurrency) {
        return observations.stream("publishAll", service.publishAll(commands, concurrency));
    }

    @Override
    public Mono<RecordedCommand> resolve(ItemKey key, CommandId id) {
        return service.resolve(key, id);
    }

    @Override
    public Mono<RecordedCommand> getItem(ItemKey key, Version version) {
        return service.getItem(key, version);
    }

    @Override
    public Mono<RecordedCommand> getLatestItem(ItemKey key) {
        return service.getLatestItem(key);
    }
}
