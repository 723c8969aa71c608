/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * All the chance there is in a run. A fault is on or off for a whole run, and if it is on it happens now and then: that
 * makes runs that differ more than if everything could always happen.
 *
 * <p>Each fault and each delay has chance of its own, so leaving one fault out changes no other one's.
 */
final class Faults {

    private static final double ON = 0.25;
    private static final double RAREST = 0.01;
    private static final double MOST_FREQUENT = 0.2;
    private static final int MOST_TIMES = 3;

    private final long seed;
    private final Set<String> leftOut;
    private final Map<Enum<?>, Die> dice = new HashMap<>();
    private final Map<String, SplittableRandom> delays = new HashMap<>();
    private final List<String> happened = new ArrayList<>();
    private boolean calm;

    /** Creates the chance of a run; what is left out is a fault, or one of the times it happens. */
    Faults(long seed, Set<String> leftOut) {
        this.seed = seed;
        this.leftOut = leftOut;
    }

    /** Tells whether the fault happens here and now. */
    boolean happens(Enum<?> fault) {
        if (calm || !dice.computeIfAbsent(fault, Die::new).falls()) {
            return false;
        }
        String time = fault.name() + "#" + dice.get(fault).fallen;
        if (leftOut.contains(fault.name()) || leftOut.contains(time)) {
            return false;
        }
        happened.add(time);
        return true;
    }

    /** Tells whether the fault may happen in this run at all. */
    boolean isOn(Enum<?> fault) {
        return dice.computeIfAbsent(fault, Die::new).frequency > 0 && !leftOut.contains(fault.name());
    }

    /** A number from the least to the most, both included. */
    long between(String who, long least, long most) {
        return delays.computeIfAbsent(who, this::random).nextLong(least, most + 1);
    }

    /** From now on nothing happens. */
    void calm() {
        calm = true;
    }

    /** What happened, each time with its number. */
    List<String> happened() {
        return happened;
    }

    private SplittableRandom random(String who) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + who.hashCode());
    }

    private final class Die {

        private final SplittableRandom random;
        private final double frequency;
        private final int mostTimes;
        private int fallen;

        Die(Enum<?> fault) {
            random = random(fault.name());
            frequency = random.nextDouble() < ON ? random.nextDouble(RAREST, MOST_FREQUENT) : 0;
            mostTimes = random.nextInt(1, MOST_TIMES + 1);
        }

        boolean falls() {
            if (fallen < mostTimes && random.nextDouble() < frequency) {
                fallen++;
                return true;
            }
            return false;
        }
    }
}
