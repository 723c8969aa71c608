/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.command.VersionConflictException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.datatable.DataTableSink;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import reactor.core.publisher.Mono;

/** B01: how many requests does a command cost, counted on the wire? */
final class PublishRequests implements Question {

    private static final int COMMANDS = 200;
    private static final Target ONE = Target.atMost(1);

    @Override
    public String name() {
        return "B01";
    }

    @Override
    public String asks() {
        return "How many requests to DynamoDB does a command cost?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        try (CountedModule module = bench.emptyModule()) {
            return new Cases(module, bench.effort().of(COMMANDS)).figures();
        }
    }

    /** The cases, each with items of its own. */
    private static final class Cases {

        private final CountedModule module;
        private final int commands;
        private final CommandService service;
        private final CommandService other;
        private final CommandService forgetful;
        private final DataTableSink sink;

        Cases(CountedModule module, int commands) {
            this.module = module;
            this.commands = commands;
            this.service = module.module().commandService();
            this.other = module.module().commandService();
            this.forgetful =
                    module.module().commandService(CommandOptions.defaults().withCacheBytes(0));
            this.sink = DataTableSink.over(module.module().dataStore());
        }

        List<Figure> figures() {
            return List.of(
                    count("publish.requests, new item", ONE, n -> create(key("new", n))),
                    count("publish.requests, known version", ONE, n -> updateFirst(created("known", n), service)),
                    count("publish.requests, latest", ONE, n -> put(created("latest", n))),
                    count("publish.requests, publishSync", ONE, n -> createSync(key("sync", n))),
                    count("publish.requests, lost race", ONE, n -> loseRace(created("raced", n))),
                    count(
                            "publish.requests, unknown version",
                            Target.atMost(2),
                            n -> updateFirst(created("cold", n), forgetful)),
                    count("road.requests", Target.atMost(3), n -> carry(key("road", n)))
                            .noted("publish and data table; reading the stream is B07's"));
        }

        /** The function makes its preparations at once, which is not counted, and returns what is. */
        private Figure count(String name, Target target, LongFunction<Mono<?>> prepared) {
            List<? extends Mono<?>> all =
                    LongStream.range(0, commands).mapToObj(prepared).toList();
            module.resetRequests();
            all.forEach(Mono::block);
            return Figure.counted(name, "requests", (double) module.requests() / commands, target);
        }

        private static ItemKey key(String prefix, long number) {
            return Orders.key(prefix, number);
        }

        private Mono<?> create(ItemKey key) {
            return Orders.asTenant(service.publishAsync(Command.create(key, Orders.attributes(1))));
        }

        private ItemKey created(String prefix, long number) {
            ItemKey key = key(prefix, number);
            create(key).block();
            return key;
        }

        private static Mono<?> updateFirst(ItemKey key, CommandService by) {
            return Orders.asTenant(by.publishAsync(Command.update(key, Version.FIRST, Orders.attributes(2))));
        }

        private Mono<?> put(ItemKey key) {
            return Orders.asTenant(service.publishAsync(Command.put(key, Orders.attributes(2))));
        }

        private Mono<?> createSync(ItemKey key) {
            return Orders.asTenant(service.publishSync(Command.create(key, Orders.attributes(1))));
        }

        /** Another process has written the second version; ours knows the first. */
        private Mono<?> loseRace(ItemKey key) {
            updateFirst(key, other).block();
            Command late = Command.update(key, Version.FIRST, Orders.attributes(3));
            return Orders.asTenant(service.publishAsync(late))
                    .onErrorResume(VersionConflictException.class, lost -> Mono.empty());
        }

        private Mono<?> carry(ItemKey key) {
            Command command = Command.create(key, Orders.attributes(1));
            return Orders.asTenant(service.publishAsync(command))
                    .flatMap(done -> sink.apply(List.of(done.command().toChange())));
        }
    }
}
