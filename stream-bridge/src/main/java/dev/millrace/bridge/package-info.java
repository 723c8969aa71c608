/** The worker that carries changes from a command table's stream to Kafka: its ports, its flow and its options. */
@NullMarked
package dev.millrace.bridge;

import org.jspecify.annotations.NullMarked;
