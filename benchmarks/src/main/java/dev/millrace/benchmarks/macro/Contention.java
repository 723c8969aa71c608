/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Arm;
import dev.millrace.benchmarks.measure.Block;
import dev.millrace.benchmarks.measure.Comparison;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Interval;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.item.ItemKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** B04: what do many writers of one item cost each other? */
final class Contention implements Question {

    private static final int WRITERS = 64;
    private static final int COMMITS = 128;
    private static final int ATTEMPTS = 10_000;
    private static final Target RATIO = Target.atLeast(0.9, 0.8);
    private static final Target REQUESTS = Target.atMost(1.5, 2);

    @Override
    public String name() {
        return "B04";
    }

    @Override
    public String asks() {
        return "What do 64 writers of one item cost each other, beside the same loop by the raw client?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        try (CountedModule module = bench.emptyModule()) {
            Counted ours = new Counted(module, new Writers(module)::commit);
            Counted raw = new Counted(module, new RawWriters(module)::commit);
            Comparison found = bench.duel(COMMITS, COMMITS).between(ours, raw);
            return List.of(
                    Figure.of("contention.ratio", "", found.ratio(Block::rate), RATIO)
                            .provided(found.isQuiet()),
                    Figure.of(
                                    "contention.requests",
                                    "× raw",
                                    Interval.exactly(ours.perCommit() / raw.perCommit()),
                                    REQUESTS)
                            .noted("%.1f requests a commit, raw %.1f".formatted(ours.perCommit(), raw.perCommit())),
                    Figure.counted("contention.forks", "", forks(module, ours.commits), Target.atMost(0)));
        }
    }

    /** Versions are a chain without a gap, so there are as many as commits unless two of them were the same. */
    private static double forks(CountedModule module, long commits) {
        CommandService service = module.module().commandService();
        long versions = Orders.asTenant(service.getLatestItem(Orders.key("hot", 0)))
                .blockOptional()
                .orElseThrow()
                .version()
                .value();
        return Math.abs((double) commits - versions);
    }

    /** Counts what each commit costs. */
    private static final class Counted implements Arm {

        private final CountedModule module;
        private final Arm arm;
        private long commits;
        private long requests;

        Counted(CountedModule module, Arm arm) {
            this.module = module;
            this.arm = arm;
        }

        @Override
        public void run(long operations) {
            module.resetRequests();
            arm.run(operations);
            requests += module.requests();
            commits += operations;
        }

        double perCommit() {
            return (double) requests / commits;
        }
    }

    /** As many services as writers, each with its own idea of the latest version. */
    private static final class Writers {

        private final ItemKey key = Orders.key("hot", 0);
        private final AtomicLong revision = new AtomicLong();
        private final List<CommandService> services;

        Writers(CountedModule module) {
            CommandOptions options = CommandOptions.defaults().withLatestAttempts(ATTEMPTS);
            this.services = Stream.generate(() -> module.module().commandService(options))
                    .limit(WRITERS)
                    .toList();
        }

        void commit(long times) {
            race(
                    times,
                    writer -> Mono.defer(() -> Orders.asTenant(services.get(writer)
                            .publishAsync(Command.put(key, Orders.attributes(revision.incrementAndGet()))))));
        }
    }

    /** The same without the library: insert the version after the one that won. */
    private static final class RawWriters {

        private final RawOrders orders;
        private final long[] known = new long[WRITERS];

        RawWriters(CountedModule module) {
            this.orders = new RawOrders(module.client());
        }

        void commit(long times) {
            race(times, writer -> Mono.defer(() -> orders.appendAfter("raw-hot", known[writer]))
                    .doOnNext(version -> known[writer] = version));
        }
    }

    /** All writers at once, each one commit after the other. */
    private static void race(long commits, IntFunction<Mono<?>> writers) {
        AtomicLong begun = new AtomicLong();
        Flux.range(0, WRITERS)
                .flatMap(
                        writer -> Flux.range(0, Integer.MAX_VALUE)
                                .takeWhile(turn -> begun.getAndIncrement() < commits)
                                .concatMap(turn -> writers.apply(writer)),
                        WRITERS)
                .then()
                .block();
    }
}
