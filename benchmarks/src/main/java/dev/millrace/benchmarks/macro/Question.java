/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Figure;
import java.util.List;

/** Something one may want to know of the library, and how to find out. */
public interface Question {

    /** The name by which it is asked for, for example {@code B02}. */
    String name();

    /** The question itself. */
    String asks();

    /** Finds out. May take minutes, or seconds where the effort is that of a smoke run. */
    List<Figure> answer(Bench bench);
}
