/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Processes of one kind, each started again some time after its end. */
final class Fleet {

    /** How one life begins. */
    interface Start {
        Mono<Void> start(SimProcess process, Mono<Void> stop);
    }

    private static final long LOOK_MILLIS = 1_000;

    private final World world;
    private final String kind;
    private final Start start;
    private final Trouble pauses;
    private final Trouble stops;
    private int lives;

    Fleet(World world, String kind, Start start, Trouble pauses, Trouble stops) {
        this.world = world;
        this.kind = kind;
        this.start = start;
        this.pauses = pauses;
        this.stops = stops;
    }

    void start(int processes) {
        for (int i = 0; i < processes; i++) {
            world.later(world.between("start of a " + kind, 0, 800), this::startOne);
        }
    }

    private void startOne() {
        SimProcess process = new SimProcess(world, kind + " " + ++lives, this::startAnother);
        Sinks.Empty<Void> stop = Sinks.empty();
        process.work(start.start(process, stop.asMono())
                .subscribe(null, failure -> process.kill("failed with " + failure), () -> stopped(process)));
        disturb(process, stop);
    }

    private void startAnother() {
        world.later(world.between("restart of a " + kind, 300, 3_000), this::startOne);
    }

    private void stopped(SimProcess process) {
        process.kill("stopped");
    }

    private void disturb(SimProcess process, Sinks.Empty<Void> stop) {
        world.later(LOOK_MILLIS, () -> {
            if (process.isAlive()) {
                if (world.happens(pauses)) {
                    process.standStill(world.between("pause of a " + kind, 2_500, 6_000));
                }
                if (world.happens(stops)) {
                    stop.tryEmitEmpty();
                }
                disturb(process, stop);
            }
        });
    }
}
