/** How operations are measured so that the figures can be believed on a noisy machine. */
@NullMarked
package dev.millrace.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
