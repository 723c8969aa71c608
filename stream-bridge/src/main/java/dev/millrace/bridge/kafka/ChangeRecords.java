/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.MillraceException;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ModuleId;
import dev.millrace.wire.ChangeWire;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes the Kafka records of one module. */
final class ChangeRecords {

    private static final byte[] NOTHING = {};

    private final ChangeWire wire = ChangeWire.json();
    private final ModuleId module;
    private final String changesTopic;
    private final String deadLettersTopic;

    ChangeRecords(ModuleId module) {
        this.module = module;
        this.changesTopic = module.changesTopic();
        this.deadLettersTopic = ChangeTopics.deadLetters(module);
    }

    /** Where the changes go. */
    String topic() {
        return changesTopic;
    }

    ProducerRecord<String, byte[]> of(ChangeRecord change) {
        return wire.write(changesTopic, change, module);
    }

    /** The keys of the row and the cause; the row itself stays in the command table. */
    ProducerRecord<String, byte[]> of(DeadLetter letter) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(deadLettersTopic, letter.partitionKey(), NOTHING);
        put(record, "millrace-table", module.commandTable());
        put(record, "millrace-partition-key", letter.partitionKey());
        put(record, "millrace-sort-key", letter.sortKey());
        put(record, "millrace-source", letter.shard() + "@" + letter.at());
        put(record, "millrace-cause", describe(letter.cause()));
        return record;
    }

    private static void put(ProducerRecord<?, ?> record, String name, String value) {
        record.headers().add(name, value.getBytes(UTF_8));
    }

    /** Only our own messages are known not to quote what the row holds. */
    private static String describe(Throwable cause) {
        String name = cause.getClass().getName();
        return cause instanceof MillraceException ? name + ": " + cause.getMessage() : name;
    }
}
