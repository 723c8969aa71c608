/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Compares two arms in blocks that take turns, ours–raw–raw–ours, so that whatever drifts with time, from the compiler to
 * the neighbours, befalls both alike.
 *
 * @param warmUp operations of each arm beforehand
 * @param operations how many operations a block has
 * @param pairs how many pairs of blocks there are
 * @param noise tells whether the machine was ours meanwhile
 */
public record Duel(long warmUp, long operations, int pairs, NoiseMeter noise) {

    /** Runs both arms. What they throw ends the duel. */
    public Comparison between(Arm ours, Arm raw) {
        ours.run(warmUp);
        raw.run(warmUp);
        noise.measure();
        List<Comparison.Pair> measured = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            measured.add(pair % 2 == 0 ? pair(ours, raw) : pair(raw, ours).swapped());
        }
        return new Comparison(measured, noise.quietest());
    }

    private Comparison.Pair pair(Arm first, Arm second) {
        long before = noise.measure();
        Block one = block(first);
        long between = noise.measure();
        Block other = block(second);
        return new Comparison.Pair(one, other, Math.max(Math.max(before, between), noise.measure()));
    }

    private Block block(Arm arm) {
        return Block.of(operations, () -> arm.run(operations)).lessAside(arm);
    }
}
