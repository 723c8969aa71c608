/** A stream of DynamoDB that does what a test says: shards that split, end, hide and lose records, calls that fail and take time. */
@NullMarked
package dev.millrace.testkit.streams;

import org.jspecify.annotations.NullMarked;
