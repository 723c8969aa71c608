/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.change.ChangeRecord;
import dev.millrace.dynamodb.Images;
import dev.millrace.wire.ChangeWire;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** COST: what does AWS charge for a command of 1 KB, and what does Kafka carry? */
final class CommandBytes implements Question {

    /** What a write unit holds. */
    private static final int WRITE_UNIT = 1_024;

    @Override
    public String name() {
        return "COST";
    }

    @Override
    public String asks() {
        return "How many bytes and write units does a command with 1 KB of payload take?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        ChangeRecord change = Orders.change(Orders.key("order", 1), 1);
        long command = Images.commandBytes(change);
        long data = Images.dataBytes(change);
        return List.of(
                counted("payload", "B", Orders.text().length()),
                counted("command row", "B", command),
                counted("command row, write units", "WCU", units(command)),
                counted("data row", "B", data),
                counted("data row, write units", "WCU", units(data)),
                counted("publishSync, write units", "WCU", 2 * (units(command) + units(data)))
                        .noted("a transaction costs twice"),
                counted("Kafka record", "B", bytes(ChangeWire.json().write("changes", change, CountedModule.ID)))
                        .noted("key, value and headers, before compression"));
    }

    private static Figure counted(String name, String unit, long value) {
        return Figure.counted(name, unit, (double) value, Target.none());
    }

    private static long units(long bytes) {
        return (bytes + WRITE_UNIT - 1) / WRITE_UNIT;
    }

    private static int bytes(ProducerRecord<String, byte[]> record) {
        int bytes = record.key().length() + record.value().length;
        for (Header header : record.headers()) {
            bytes += header.key().length() + header.value().length;
        }
        return bytes;
    }
}
