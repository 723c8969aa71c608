/** Reads changes from Kafka and keeps dead letters there. */
@NullMarked
package dev.millrace.sink.runner.kafka;

import org.jspecify.annotations.NullMarked;
