/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import java.util.Arrays;
import java.util.Random;

/**
 * Medians with a confidence interval that assumes nothing of how the samples are spread: samples are drawn again and
 * again from the samples, and the medians of the drawings tell how far the median may be off.
 */
public final class Bootstrap {

    private static final int DRAWINGS = 10_000;
    private static final double OUTSIDE = 0.025;

    /** The same samples give the same interval. */
    private static final long SEED = 42;

    private Bootstrap() {}

    /** Returns the median of the samples, of which there is at least one, and its 95 % interval. */
    public static Interval median(double... samples) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        Random random = new Random(SEED);
        double[] medians = new double[DRAWINGS];
        Arrays.setAll(medians, drawing -> middle(draw(samples, random)));
        Arrays.sort(medians);
        int low = (int) (DRAWINGS * OUTSIDE);
        return new Interval(medians[low], middle(samples.clone()), medians[DRAWINGS - 1 - low]);
    }

    private static double[] draw(double[] samples, Random random) {
        double[] drawn = new double[samples.length];
        Arrays.setAll(drawn, place -> samples[random.nextInt(samples.length)]);
        return drawn;
    }

    private static double middle(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
