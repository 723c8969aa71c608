/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Ended;
import dev.millrace.chaos.watch.CrashPoint;
import dev.millrace.chaos.watch.Watch;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** One life of a process: nothing it does has an effect after its death, and nothing reaches it while it stands still. */
final class SimProcess {

    private final World world;
    private final String name;
    private final Runnable onDeath;
    private final Disposable.Swap work = Disposables.swap();
    private long standsStillUntil;
    private boolean alive = true;

    SimProcess(World world, String name, Runnable onDeath) {
        this.world = world;
        this.name = name;
        this.onDeath = onDeath;
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return alive;
    }

    void work(Disposable running) {
        work.update(running);
    }

    /** Runs what reaches the process from outside, when it can be reached. */
    void whenAwake(Runnable task) {
        if (!alive) {
            return;
        }
        long left = standsStillUntil - world.nowMillis();
        if (left > 0) {
            world.later(left, () -> whenAwake(task));
        } else {
            task.run();
        }
    }

    void standStill(long millis) {
        standsStillUntil = world.nowMillis() + millis;
    }

    void kill(String why) {
        if (alive) {
            world.note(new Ended(name, why));
            alive = false;
            world.later(0, work::dispose);
            onDeath.run();
        }
    }

    Watch watch() {
        return new Watch(name, world::now, this::note, this::lives);
    }

    private void note(Event event) {
        // What a sink has written it says itself, also when nobody hears its answer.
        if (alive && !(event instanceof Event.Applied)) {
            world.note(event);
        }
    }

    private boolean lives(CrashPoint point) {
        if (alive && world.happens(point)) {
            kill("killed at " + point);
        }
        return alive;
    }
}
