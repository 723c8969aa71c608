/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.chaos.check.HistoryChecker;
import dev.millrace.chaos.check.SetAsides;
import dev.millrace.chaos.history.Event.Calm;
import dev.millrace.chaos.history.Event.OnTopic;
import dev.millrace.chaos.history.Event.Recorded;
import dev.millrace.chaos.history.Event.SetAside;
import dev.millrace.chaos.history.Event.Subscribed;
import dev.millrace.chaos.history.Event.Trimmed;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * The whole road on one thread and in virtual time: clients, command table, stream, two workers of the bridge, topic, two
 * runners and a sink. The service, the bridge and the runner are the real ones; what is around them is made to fail.
 */
final class Simulation {

    private static final long BUSY_MILLIS = 10_000;
    /** A redrive that died in the middle is left alone for half a minute. */
    private static final int MOST_SECONDS_TO_CONVERGE = 120;

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);
    private static final int CLIENTS = 2;
    private static final int PROCESSES = 2;

    /** What came of a run. */
    record Result(Plan plan, List<String> violations, List<String> happened, History history) {

        boolean isGood() {
            return violations.isEmpty();
        }

        boolean breaks(String invariant) {
            return violations.stream().anyMatch(found -> found.startsWith(invariant + ":"));
        }
    }

    private final Plan plan;
    private final World world;
    private final SimStream stream;
    private final SimLog log;
    private final SimTopic topic;
    private final Bridges bridges;
    private final SimSink sink;
    private final SimPeople people;
    private final SimParked parked;
    private final boolean parks;

    private Simulation(Plan plan, VirtualTimeScheduler time) {
        this.plan = plan;
        this.world = new World(time, new Faults(plan.seed(), plan.leftOut()), plan.sabotage());
        this.stream = new SimStream(world);
        this.log = new SimLog(world, stream);
        this.topic = new SimTopic(world);
        this.bridges = new Bridges(world, stream, topic, log);
        this.sink = new SimSink(world, log.refused(), log.choking());
        this.parks = world.between("parks", 1, 4) > 1;
        this.parked = new SimParked(world);
        this.people = new SimPeople(world, parked, clock(), log::mend);
    }

    static Result run(Plan plan) {
        return World.inVirtualTime(time -> new Simulation(plan, time).run());
    }

    private Result run() {
        world.note(new Subscribed(SimSink.NAME.text()));
        new Fleet(world, "worker", bridges, Trouble.WORKER_PAUSES, Trouble.WORKER_STOPS).start(PROCESSES);
        new Fleet(
                        world,
                        "runner",
                        new Runners(world, topic, new SimGroup(world), sink, parked, parks),
                        Trouble.RUNNER_PAUSES,
                        Trouble.RUNNER_STOPS)
                .start(PROCESSES);
        CommandService commands =
                CommandService.over(log, CommandOptions.defaults().withClock(clock()));
        if (parks) {
            people.lookNowAndThen();
        }
        for (int i = 1; i <= CLIENTS; i++) {
            new SimClient(world, commands, "client " + i, BUSY_MILLIS).goOn();
        }
        world.time().advanceTimeBy(Duration.ofMillis(BUSY_MILLIS));
        calmDown();
        return new Result(
                plan,
                HistoryChecker.violations(checkers(), world.history()),
                List.copyOf(world.faults().happened()),
                world.history());
    }

    private Clock clock() {
        return new Clock() {

            @Override
            public Instant instant() {
                return Instant.EPOCH.plus(world.now());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private void calmDown() {
        world.faults().calm();
        world.note(new Calm());
        if (happened(Trouble.STREAM_DROPS)) {
            bridges.publishAllAgain();
        }
        boolean cured = parks && world.between("cured", 0, 1) == 1;
        if (cured) {
            people.cure();
        }
        for (int second = 0; second < MOST_SECONDS_TO_CONVERGE && !hasConverged(cured); second++) {
            if (cured) {
                people.redriveAll();
            }
            world.time().advanceTimeBy(Duration.ofSeconds(1));
        }
        sink.show();
    }

    private boolean hasConverged(boolean cured) {
        SetAsides aside = SetAsides.of(SimSink.NAME.text(), world.history());
        return !(cured && aside.hasParked())
                && world.history()
                        .all(Recorded.class)
                        .map(Recorded::fact)
                        .allMatch(fact -> aside.contains(fact) || sink.holds(fact))
                && isLossCarried();
    }

    /** The sink may be further already than what the stream has forgotten. */
    private boolean isLossCarried() {
        Set<Fact> carried = new HashSet<>();
        world.history().all(OnTopic.class).forEach(onTopic -> carried.add(onTopic.fact()));
        world.history().all(SetAside.class).forEach(letter -> carried.add(letter.fact()));
        return world.history().all(Trimmed.class).allMatch(lost -> carried.contains(lost.fact()));
    }

    /**
     * Order on the topic is not promised after a change was overtaken on its way to Kafka, or when items have moved to other
     * partitions; everything else is.
     */
    private List<HistoryChecker> checkers() {
        boolean ordered = !happened(Trouble.PUBLICATION_OVERTAKEN) && !happened(Trouble.PARTITION_ADDED);
        return HistoryChecker.all(LONGEST_SILENCE).stream()
                .filter(checker -> ordered || !checker.invariant().equals("I7"))
                .toList();
    }

    private boolean happened(Trouble trouble) {
        return world.faults().happened().stream().anyMatch(fault -> fault.startsWith(trouble.name() + "#"));
    }
}
