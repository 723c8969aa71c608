/** What the road costs beside the bare clients: one class for each question. */
@NullMarked
package dev.millrace.benchmarks.macro;

import org.jspecify.annotations.NullMarked;
