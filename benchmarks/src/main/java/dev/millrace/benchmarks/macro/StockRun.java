/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import com.amazonaws.services.dynamodbv2.streamsadapter.polling.DynamoDBStreamsPollingConfig;
import dev.millrace.benchmarks.measure.Block;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.streams.StreamCall;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * What the stock adapter did with a backlog, from the end of the first pages to the end of the last.
 *
 * @param block the records after the first pages
 * @param reads how often it read meanwhile
 */
record StockRun(Block block, int reads) {

    static final int PAGE = 1_000;

    /** As many pages as the Kinesis client reads ahead while a cold start holds up the first; they are not measured. */
    static final int AHEAD = 4 * PAGE;

    private static final long PATIENCE_SECONDS = 120;

    /**
     * Drains a stream of so many records, more than are read ahead.
     *
     * @param engine gets an empty database for the leases
     * @param reading changes how the adapter reads
     */
    static StockRun drain(
            DynamoDbLocal engine,
            Topic topic,
            ScriptedShards shards,
            int records,
            UnaryOperator<DynamoDBStreamsPollingConfig> reading) {
        Semaphore carried = new Semaphore(0);
        try (DynamoDbAsyncClient leases =
                        engine.client(DynamoDbLocal.freshAccessKey()).build();
                Producer<String, byte[]> producer = topic.nativeProducer()) {
            StockWorker worker = StockWorker.start(
                    shards.streams(), leases, reading, () -> new StockProcessor(topic, producer, carried::release));
            try {
                await(carried, AHEAD);
                int before = shards.streams().calls(StreamCall.READ);
                Block block = Block.of(records - AHEAD, () -> await(carried, records - AHEAD));
                return new StockRun(block, shards.streams().calls(StreamCall.READ) - before);
            } finally {
                worker.stop();
            }
        }
    }

    private static void await(Semaphore carried, int records) {
        try {
            if (!carried.tryAcquire(records, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the stock adapter does not carry the backlog");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("the question was given up", e);
        }
    }

    /** Reads for each 1,000 records. */
    double readsPerPage() {
        return (double) reads * PAGE / block.operations();
    }
}
