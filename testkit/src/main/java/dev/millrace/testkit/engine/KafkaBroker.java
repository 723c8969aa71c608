/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

/** A Kafka broker to work with. Topics are not created by themselves. */
public interface KafkaBroker extends AutoCloseable {

    /** A broker that somebody else started and stops. */
    static KafkaBroker at(String bootstrapServers) {
        return new ForeignKafkaBroker(bootstrapServers);
    }

    /** Where clients connect first: {@code host:port}, several separated by commas. */
    String bootstrapServers();

    /** Stops the broker, if it is ours to stop; what it held is gone. Does nothing the second time. */
    @Override
    void close();
}
