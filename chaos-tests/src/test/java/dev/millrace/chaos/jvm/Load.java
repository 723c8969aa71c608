/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import dev.millrace.chaos.history.Event.Answer;
import dev.millrace.chaos.history.Event.Answered;
import dev.millrace.chaos.history.Event.Invoked;
import dev.millrace.chaos.history.Event.Poisoned;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.sink.datatable.DataTableSink;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Those who publish, and what they were told. Safe for concurrent use. */
final class Load {

    private static final int ITEMS = 20;
    private static final int AT_ONCE = 16;
    private static final int PAYLOAD_CHARACTERS = 500;

    private final CommandService commands;
    private final History history;
    private final Set<ItemKey> keys = ConcurrentHashMap.newKeySet();
    private final AtomicInteger written = new AtomicInteger();

    Load(CommandService commands, History history) {
        this.commands = commands;
        this.history = history;
    }

    /** Publishes so many commands, several at once. */
    void publish(int count) {
        Flux.range(0, count)
                .flatMap(number -> publish("item-" + written.incrementAndGet() % ITEMS), AT_ONCE)
                .blockLast(ChaosRoad.PATIENCE);
    }

    /** Publishes a command that the sink refuses until it is mended, and another one behind it. */
    void publishPoison() {
        String name = ChoosySink.POISON + "-" + written.incrementAndGet();
        history.add(new Poisoned(DataTableSink.NAME.text(), new Fact(key(name).id(), 1)));
        publish(name).then(Mono.defer(() -> publish(name))).block(ChaosRoad.PATIENCE);
    }

    private Mono<PublishOutcome> publish(String item) {
        ItemKey key = key(item);
        keys.add(key);
        String said = written.incrementAndGet() + "x".repeat(PAYLOAD_CHARACTERS);
        Command command = Command.put(key, Attributes.of(Map.of("said", said)));
        String id = command.id().toString();
        history.add(new Invoked(id, key.id()));
        return commands.publishAsync(command, InvokeContext.system(key.tenant()))
                .doOnNext(outcome -> answered(id, (PublishOutcome.Recorded) outcome))
                .onErrorResume(VersionConflictException.class, lost -> Mono.empty()); // many ask for one item at once
    }

    private void answered(String command, PublishOutcome.Recorded recorded) {
        Fact fact = new Fact(recorded.key().id(), recorded.version().value());
        history.add(new Answered(command, Answer.OK, fact));
    }

    private static ItemKey key(String item) {
        return ItemKey.of("ORDER", "acme", item);
    }

    /** The items that were asked for. */
    List<ItemKey> keys() {
        return List.copyOf(keys);
    }

    /** The items that the sink takes. */
    List<ItemKey> goodKeys() {
        return keys.stream()
                .filter(key -> !key.sort().text().startsWith(ChoosySink.POISON))
                .toList();
    }
}
