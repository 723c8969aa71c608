/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Announced;
import dev.millrace.chaos.watch.CrashPoint;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Holds whatever reaches the crash point there, for the parent to kill the process. */
final class Trap implements Predicate<CrashPoint> {

    private final Life life;
    private final Consumer<Event> note;
    private final AtomicInteger left;

    Trap(Life life, Consumer<Event> note) {
        this.life = life;
        this.note = note;
        this.left = new AtomicInteger(life.times());
    }

    @Override
    public boolean test(CrashPoint point) {
        if (point.name().equals(life.crashPoint()) && left.decrementAndGet() <= 0) {
            note.accept(word(life.process(), point.name()));
            waitForDeath();
        }
        return true;
    }

    /** What the parent looks for. */
    static Event word(String process, String crashPoint) {
        return new Announced(process, "is at " + crashPoint);
    }

    private static void waitForDeath() {
        while (true) {
            LockSupport.park();
        }
    }
}
