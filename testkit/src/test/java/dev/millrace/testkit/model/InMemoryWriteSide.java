/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import dev.millrace.command.CommandLog;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.data.DataStore;
import dev.millrace.testkit.fault.FaultyCommandLog;
import dev.millrace.testkit.fault.LogFault;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;

/** Services over a log in memory, or over one that it was broken into; several calls take turns in a random order. */
final class InMemoryWriteSide implements WriteSide {

    private static final int ARMED_PERCENT = 25;
    private static final double FAULTS_WHEN_ARMED = 0.4;

    private final InMemoryDataStore data = new InMemoryDataStore();
    private final CommandLog log;
    private final InterleavedLog interleaved;
    private final FaultyCommandLog faulty;
    private RandomGenerator turns = new Random(0);
    private int faultsBefore;

    private InMemoryWriteSide(UnaryOperator<CommandLog> breaking) {
        this.log = breaking.apply(new InMemoryCommandLog(data));
        this.interleaved = new InterleavedLog(log);
        this.faulty = FaultyCommandLog.over(interleaved);
    }

    static InMemoryWriteSide sound() {
        return new InMemoryWriteSide(log -> log);
    }

    static InMemoryWriteSide broken(UnaryOperator<CommandLog> breaking) {
        return new InMemoryWriteSide(breaking);
    }

    @Override
    public CommandService service(boolean caching) {
        CommandOptions defaults = CommandOptions.defaults();
        return CommandService.over(
                faulty,
                new CommandOptions(
                        defaults.guard(),
                        Clock.systemUTC(),
                        caching ? defaults.cacheBytes() : 0,
                        defaults.latestAttempts(),
                        Duration.ZERO,
                        defaults.expiry()));
    }

    @Override
    public CommandLog log() {
        return log;
    }

    @Override
    public DataStore data() {
        return data;
    }

    @Override
    public void arm(RandomGenerator random) {
        faultsBefore = faulty.faults();
        turns = random;
        if (random.nextInt(100) < ARMED_PERCENT) {
            faulty.onAny(random, FAULTS_WHEN_ARMED, LogFault.loseAnswer(), LogFault.failBeforeWriting());
        }
    }

    @Override
    public <T> List<T> run(List<Mono<T>> calls) {
        return interleaved.run(calls, turns);
    }

    @Override
    public boolean disarm() {
        faulty.heal();
        return faulty.faults() > faultsBefore;
    }
}
