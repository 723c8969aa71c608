/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.offload.OffloadOptions;
import dev.millrace.offload.PayloadOffload;
import dev.millrace.offload.s3.S3PayloadStore;
import dev.millrace.sink.ChangeSink;
import java.util.function.UnaryOperator;

/** How sinks are shown large payloads, as long as it is open: as the pointers that are on the topic, or whole. */
final class ShownPayloads implements AutoCloseable {

    /** What one lane holds of fetched payloads, in bytes, unless a single one has more: sixteen of them fit in a small heap. */
    private static final long LANE_BYTES = 4L << 20;

    /** What one lane fetches at once: sixteen of them are what the store has connections for. */
    private static final int LANE_FETCHES = 4;

    private final UnaryOperator<ChangeSink> showing;
    private final Runnable closing;

    private ShownPayloads(UnaryOperator<ChangeSink> showing, Runnable closing) {
        this.showing = showing;
        this.closing = closing;
    }

    static ShownPayloads asTheyCome() {
        return new ShownPayloads(sink -> sink, () -> {});
    }

    static ShownPayloads wholeFrom(S3PayloadStore store) {
        OffloadOptions options =
                OffloadOptions.defaults().withBatchBytes(LANE_BYTES).withConcurrency(LANE_FETCHES);
        return new ShownPayloads(PayloadOffload.to(store, options)::sink, store::close);
    }

    ChangeSink to(ChangeSink sink) {
        return showing.apply(sink);
    }

    @Override
    public void close() {
        closing.run();
    }
}
