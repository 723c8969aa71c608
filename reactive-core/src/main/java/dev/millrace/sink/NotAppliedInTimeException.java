/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink;

import dev.millrace.MillraceException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;

/** A sink did not hold the version before the timeout. It may come to hold it later. */
public final class NotAppliedInTimeException extends MillraceException {

    private static final long serialVersionUID = 1L;

    private final transient ItemKey key;
    private final transient Version version;
    private final transient SinkName sink;

    /** Creates the failure. */
    public NotAppliedInTimeException(ItemKey key, Version version, SinkName sink) {
        super("sink %s did not hold version %s of %s in time".formatted(sink, version, key));
        this.key = key;
        this.version = version;
        this.sink = sink;
    }

    /** Which item. */
    public ItemKey key() {
        return key;
    }

    /** The version waited for. */
    public Version version() {
        return version;
    }

    /** Which sink. */
    public SinkName sink() {
        return sink;
    }

    @Override
    public Retry retry() {
        return Retry.AS_IS;
    }
}
