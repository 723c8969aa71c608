/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * A sink under the name that it is configured with, and the connection that was opened for it alone.
 *
 * @param name under which it is configured
 * @param sink the sink
 * @param connection closes the connection
 */
record OwnedSink(SinkName name, ChangeSink sink, Runnable connection) implements ChangeSink, AutoCloseable {

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return sink.apply(changes);
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return sink.appliedVersion(key);
    }

    @Override
    public void close() {
        connection.run();
    }
}
