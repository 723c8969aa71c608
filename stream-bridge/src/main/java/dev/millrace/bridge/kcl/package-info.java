/**
 * The stream source over the Kinesis client, which leases shards through a table in DynamoDB. The only place in Millrace
 * that blocks threads, because the Kinesis client does.
 */
@NullMarked
package dev.millrace.bridge.kcl;

import org.jspecify.annotations.NullMarked;
