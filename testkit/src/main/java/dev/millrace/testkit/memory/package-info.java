/** The ports in memory: for unit tests, and as the shortest statement of what each port means. */
@NullMarked
package dev.millrace.testkit.memory;

import org.jspecify.annotations.NullMarked;
