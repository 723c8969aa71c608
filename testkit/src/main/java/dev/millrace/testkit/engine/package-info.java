/** Local engines that need no container engine: DynamoDB and a Kafka broker, for tests and for a first try. */
@NullMarked
package dev.millrace.testkit.engine;

import org.jspecify.annotations.NullMarked;
