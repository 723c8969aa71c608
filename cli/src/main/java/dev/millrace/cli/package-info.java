/** The {@code millrace} command: the demo, and the workers for a fleet. */
@NullMarked
package dev.millrace.cli;

import org.jspecify.annotations.NullMarked;
