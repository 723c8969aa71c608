/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records as a consumer would get them, whole or tampered with. */
final class Records {

    static final int PARTITION = 3;
    static final long OFFSET = 41;

    private Records() {}

    static ConsumerRecord<String, byte[]> consumed(ProducerRecord<String, byte[]> record) {
        return consumed(record.key(), record.headers(), record.value());
    }

    @SuppressWarnings("NullAway") // Kafka's records may lack a key or a value; its constructor is not annotated
    static ConsumerRecord<String, byte[]> consumed(@Nullable String key, Headers headers, byte @Nullable [] body) {
        return new ConsumerRecord<>(
                Changes.TOPIC,
                PARTITION,
                OFFSET,
                0,
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                key,
                body,
                headers,
                Optional.empty());
    }

    /** The insert, its key replaced. */
    static ConsumerRecord<String, byte[]> withKey(@Nullable String key) {
        ProducerRecord<String, byte[]> record = written();
        return consumed(key, record.headers(), record.value());
    }

    /** The insert, its body replaced. */
    static ConsumerRecord<String, byte[]> withBody(byte @Nullable [] body) {
        ProducerRecord<String, byte[]> record = written();
        return consumed(record.key(), record.headers(), body);
    }

    /** The insert, a header added or replaced. */
    static ConsumerRecord<String, byte[]> withHeader(String name, @Nullable String value) {
        ProducerRecord<String, byte[]> record = written();
        Headers headers = new RecordHeaders(record.headers()).remove(name);
        headers.add(name, value == null ? null : value.getBytes(UTF_8));
        return consumed(record.key(), headers, record.value());
    }

    /** The insert without a header. */
    static ConsumerRecord<String, byte[]> withoutHeader(String name) {
        ProducerRecord<String, byte[]> record = written();
        return consumed(record.key(), new RecordHeaders(record.headers()).remove(name), record.value());
    }

    /** The insert's body. */
    static String body() {
        return new String(written().value(), UTF_8);
    }

    private static ProducerRecord<String, byte[]> written() {
        return ChangeWire.json().write(Changes.TOPIC, Changes.insert(), Changes.MODULE);
    }
}
