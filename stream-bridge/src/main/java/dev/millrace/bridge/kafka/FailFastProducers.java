/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes producers that stop on the thread, and in the moment, in which a record is given up. A producer left alone would
 * go on with the records that wait behind it, and an item's version would follow one that is missing.
 */
final class FailFastProducers {

    private FailFastProducers() {}

    static Producer<String, byte[]> create(ProducerSettings settings) {
        return new FailFastProducer(settings.all());
    }

    /** Tells whether a failure concerns its own record alone. */
    static boolean concernsOneRecord(Exception failure) {
        return failure instanceof RecordTooLargeException;
    }

    private static final class FailFastProducer extends KafkaProducer<String, byte[]> {

        private FailFastProducer(Map<String, Object> properties) {
            super(properties, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
            return super.send(record, (metadata, failure) -> {
                if (failure != null && !concernsOneRecord(failure)) {
                    close(Duration.ZERO); // on the producer's own thread, before it takes up the next batch
                }
                callback.onCompletion(metadata, failure);
            });
        }
    }
}
