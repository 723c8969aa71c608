/** Carries changes from where they are delivered to a sink: in order per item, bounded in memory, none lost. */
@NullMarked
package dev.millrace.sink.runner;

import org.jspecify.annotations.NullMarked;
