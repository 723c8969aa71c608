/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Arm;
import dev.millrace.benchmarks.measure.Block;
import dev.millrace.benchmarks.measure.ClosedLoop;
import dev.millrace.benchmarks.measure.Comparison;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Interval;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.item.ItemKey;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/** B14: does a command cost more the more tenants and items there are? */
final class Growth implements Question {

    private static final int CONCURRENCY = 32;
    private static final int WARM_UP = 7_500;
    private static final int OPERATIONS = 3_000;
    private static final int TENANTS = 10_000;
    private static final int IDLE_TENANTS = 10_000;
    private static final Target SAME = Target.atMost(1.05, 1.10);

    @Override
    public String name() {
        return "B14";
    }

    @Override
    public String asks() {
        return "Does a command cost more with 10,000 tenants than with one, and with 1,000,000 items than with 100?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        try (CountedModule module = bench.emptyModule()) {
            Arm many = commands(module.module().commandService(), n -> "tenant-" + n % TENANTS);
            Arm one = commands(module.module().commandService(), n -> "only-tenant");
            Comparison found = bench.duel(WARM_UP, OPERATIONS).between(many, one);
            int commands = bench.effort().of(OPERATIONS);
            module.resetRequests();
            many.run(commands);
            List<Figure> byTenants = List.of(
                    Figure.of("growth.bytes, 10,000 tenants", "× one", found.ratio(Block::bytes), SAME)
                            .gating(),
                    Figure.of("growth.cpu, 10,000 tenants", "× one", found.ratio(Block::cpuMicros), SAME)
                            .provided(found.isQuiet()),
                    Figure.counted(
                            "growth.requests, 10,000 tenants",
                            "requests",
                            (double) module.requests() / commands,
                            Target.atMost(1)),
                    Figure.of(
                            "growth.heap per idle tenant",
                            "B",
                            idleTenant(module, bench.effort().of(IDLE_TENANTS)),
                            Target.atMost(256, 512)));
            List<Figure> byItems = new GrowthByItems(bench, module).figures();
            return Stream.concat(byTenants.stream(), byItems.stream()).toList();
        }
    }

    private static Arm commands(CommandService service, LongFunction<String> tenant) {
        return ClosedLoop.of(CONCURRENCY, n -> {
            String owner = tenant.apply(n);
            ItemKey key = ItemKey.of("ORDER", owner, "order-" + n);
            return Orders.as(service.publishAsync(Command.create(key, Orders.attributes(n))), owner);
        });
    }

    /** What stays in memory, without a cache, of a tenant that was served once. */
    private static Interval idleTenant(CountedModule module, int tenants) {
        CommandOptions noCache = CommandOptions.defaults().withCacheBytes(0);
        CommandService service = module.module().commandService(noCache);
        Arm served = commands(service, n -> "idle-" + n);
        served.run(tenants);
        long before = heap();
        served.run(tenants);
        return Interval.exactly(Math.max(0, heap() - before) / (double) tenants);
    }

    static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
