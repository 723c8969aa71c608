/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * A log that lets several callers in one by one, in an order drawn by chance: all on one thread and in virtual time, so
 * that the same draws give the same order.
 */
final class InterleavedLog implements CommandLog {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final CommandLog log;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean holding;

    InterleavedLog(CommandLog log) {
        this.log = log;
    }

    /** Subscribes to all calls, and lets what they ask of the log happen in a random order until all of them ended. */
    <T> List<T> run(List<Mono<T>> calls, RandomGenerator random) {
        holding = true;
        CompletableFuture<List<T>> answers = Flux.fromIterable(calls)
                .flatMapSequential(Function.identity(), calls.size())
                .collectList()
                .toFuture();
        while (!answers.isDone()) {
            proceed(random);
        }
        holding = false;
        return answers.join();
    }

    private void proceed(RandomGenerator random) {
        if (waiting.isEmpty()) {
            VirtualTimeScheduler.get().advanceTimeBy(LONGEST_PAUSE);
            Violation.unless(!waiting.isEmpty(), "nobody asks anything of the log any more, and somebody still waits");
        }
        waiting.remove(random.nextInt(waiting.size())).run();
    }

    private Mono<Void> turn() {
        return Mono.defer(() -> holding ? Mono.create(sink -> waiting.add(sink::success)) : Mono.empty());
    }

    @Override
    public Mono<AppendOutcome> append(RecordedCommand command) {
        return turn().then(log.append(command));
    }

    @Override
    public Mono<List<AppendOutcome>> appendAll(List<Append> rows) {
        return turn().then(log.appendAll(rows));
    }

    @Override
    public Mono<Boolean> show(RecordedCommand row) {
        return turn().then(log.show(row));
    }

    @Override
    public Mono<RecordedCommand> get(ItemKey key, Version version) {
        return turn().then(log.get(key, version));
    }

    @Override
    public Mono<RecordedCommand> latest(ItemKey key) {
        return turn().then(log.latest(key));
    }

    @Override
    public Mono<RecordedCommand> find(ItemKey key, CommandId id) {
        return turn().then(log.find(key, id));
    }

    @Override
    public Flux<RecordedCommand> list(ItemKey key, Version from, Version to) {
        return turn().thenMany(log.list(key, from, to));
    }
}
