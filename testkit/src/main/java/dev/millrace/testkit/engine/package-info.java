/** Local engines that need no container engine: DynamoDB, Kafka, S3 and databases, for tests and for a first try. */
@NullMarked
package dev.millrace.testkit.engine;

import org.jspecify.annotations.NullMarked;
