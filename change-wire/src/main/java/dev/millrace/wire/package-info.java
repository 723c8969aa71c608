/** How a change travels through Kafka: one codec, which writers and readers share. */
@NullMarked
package dev.millrace.wire;

import org.jspecify.annotations.NullMarked;
