/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static java.util.Objects.requireNonNull;

/** A broker that is not ours to stop. */
record ForeignKafkaBroker(String bootstrapServers) implements KafkaBroker {

    ForeignKafkaBroker {
        requireNonNull(bootstrapServers, "bootstrapServers");
    }

    @Override
    public void close() {
        // whoever started it stops it
    }
}
