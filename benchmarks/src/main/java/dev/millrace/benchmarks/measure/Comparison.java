/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Pairs of blocks, and what they say.
 *
 * @param pairs all that were measured, in their order
 * @param quietestNanos how long the noise meter's arithmetic takes when nobody disturbs it
 */
public record Comparison(List<Pair> pairs, long quietestNanos) {

    /** How many times its shortest the arithmetic of the noise meter may take in a pair that counts. */
    private static final double TOLERATED_NOISE = 1.5;

    /** Copies the list. */
    public Comparison {
        pairs = List.copyOf(pairs);
    }

    /**
     * A block of ours and one of the raw client, measured one after the other.
     *
     * @param ours through the library
     * @param raw without it
     * @param noiseNanos the longest that the noise meter's arithmetic took around the two
     */
    public record Pair(Block ours, Block raw, long noiseNanos) {

        Pair swapped() {
            return new Pair(raw, ours, noiseNanos);
        }

        double ratio(ToDoubleFunction<Block> figure) {
            return figure.applyAsDouble(ours) / figure.applyAsDouble(raw);
        }

        double difference(ToDoubleFunction<Block> figure) {
            return figure.applyAsDouble(ours) - figure.applyAsDouble(raw);
        }
    }

    /** Ours divided by raw, over the quiet pairs; over all when too few are quiet, and then {@link #isQuiet} is false. */
    public Interval ratio(ToDoubleFunction<Block> figure) {
        return Bootstrap.median((isQuiet() ? quiet() : pairs)
                .stream().mapToDouble(pair -> pair.ratio(figure)).toArray());
    }

    /** Ours less raw, over all pairs: for what noise does not change much, such as bytes. */
    public Interval difference(ToDoubleFunction<Block> figure) {
        return Bootstrap.median(
                pairs.stream().mapToDouble(pair -> pair.difference(figure)).toArray());
    }

    /** Ours alone, over all pairs. */
    public Interval ours(ToDoubleFunction<Block> figure) {
        return Bootstrap.median(
                pairs.stream().map(Pair::ours).mapToDouble(figure).toArray());
    }

    /** Raw alone, over all pairs. */
    public Interval raw(ToDoubleFunction<Block> figure) {
        return Bootstrap.median(
                pairs.stream().map(Pair::raw).mapToDouble(figure).toArray());
    }

    /** Tells whether at least half of the pairs were measured while the machine was ours. */
    public boolean isQuiet() {
        return 2 * quiet().size() >= pairs.size();
    }

    /** How many pairs were measured while the machine was ours. */
    public int quietPairs() {
        return quiet().size();
    }

    private List<Pair> quiet() {
        double limit = TOLERATED_NOISE * quietestNanos;
        return pairs.stream().filter(pair -> pair.noiseNanos() <= limit).toList();
    }
}
