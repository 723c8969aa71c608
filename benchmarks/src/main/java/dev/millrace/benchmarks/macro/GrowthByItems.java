/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Arm;
import dev.millrace.benchmarks.measure.Block;
import dev.millrace.benchmarks.measure.Bootstrap;
import dev.millrace.benchmarks.measure.ClosedLoop;
import dev.millrace.benchmarks.measure.Comparison;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.stream.DoubleStream;

/**
 * A service that has recorded a million items, beside services that are replaced before they have recorded more than a
 * hundred. All items are new: so nothing has to be in memory, neither here nor in the fake.
 */
final class GrowthByItems {

    private static final int CONCURRENCY = 32;
    private static final int WARM_UP = 7_500;
    private static final int OPERATIONS = 3_000;
    private static final int FEW = 100;
    private static final int MANY = 1_000_000;
    private static final int BATCHES = 10;

    /** Ten times as many as the cache holds. */
    private static final int FILL = 50_000;

    private static final long MEGABYTE = 1L << 20;
    private static final Target SAME = Target.atMost(1.05, 1.10);

    /** Less than a byte is the heap's own noise; the smallest object has sixteen. */
    private static final Target NOTHING = Target.atMost(1, 16);

    private final Bench bench;
    private final CountedModule module;
    private final PretendingLog log;
    private final CommandService service;

    GrowthByItems(Bench bench, CountedModule module) {
        this.bench = bench;
        this.module = module;
        this.log = new PretendingLog(module.module().commandLog());
        this.service = CommandService.over(log, CommandOptions.defaults());
    }

    List<Figure> figures() {
        Figure heap = idleItem();
        log.stopPretending();
        Arm many = creating("many", n -> service);
        Comparison found = bench.duel(WARM_UP, OPERATIONS).between(many, creating("few", renewed()));
        int commands = bench.effort().of(OPERATIONS);
        module.resetRequests();
        many.run(commands);
        double requests = (double) module.requests() / commands;
        String items = ", %,d items".formatted(bench.effort().of(MANY));
        return List.of(
                Figure.of("growth.bytes" + items, "× 100", found.ratio(Block::bytes), SAME)
                        .gating(),
                Figure.of("growth.cpu" + items, "× 100", found.ratio(Block::cpuMicros), SAME)
                        .provided(found.isQuiet()),
                Figure.counted("growth.requests" + items, "requests", requests, Target.atMost(1)),
                heap);
    }

    private static Arm creating(String prefix, LongFunction<CommandService> services) {
        return ClosedLoop.of(
                CONCURRENCY,
                n -> Orders.asTenant(
                        services.apply(n).publishAsync(Command.create(Orders.key(prefix, n), Orders.attributes(n)))));
    }

    private LongFunction<CommandService> renewed() {
        AtomicReference<CommandService> current =
                new AtomicReference<>(module.module().commandService());
        return n -> n % FEW == 0 ? renew(current) : current.get();
    }

    private CommandService renew(AtomicReference<CommandService> current) {
        CommandService fresh = module.module().commandService();
        current.set(fresh);
        return fresh;
    }

    /** What stays in memory of an item once the cache is full; the JVM's own heap grows now and then, for nothing of ours. */
    private Figure idleItem() {
        Arm idle = creating("idle", n -> service);
        idle.run(FILL);
        int items = bench.effort().of(MANY / BATCHES);
        double[] bytes =
                DoubleStream.generate(() -> kept(idle, items)).limit(BATCHES).toArray();
        return Figure.of("growth.heap per idle item", "B", Bootstrap.median(bytes), NOTHING)
                .noted("beyond the cache of %d MB"
                        .formatted(CommandOptions.defaults().cacheBytes() / MEGABYTE));
    }

    private static double kept(Arm idle, int items) {
        long before = Growth.heap();
        idle.run(items);
        return (Growth.heap() - before) / (double) items;
    }
}
