/** The bridge's road to Kafka: the publisher and the topics. */
@NullMarked
package dev.millrace.bridge.kafka;

import org.jspecify.annotations.NullMarked;
