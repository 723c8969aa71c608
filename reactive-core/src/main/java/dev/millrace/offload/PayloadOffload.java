/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static java.util.Objects.requireNonNull;

import dev.millrace.command.CommandLog;
import dev.millrace.data.DataStore;
import dev.millrace.sink.ChangeSink;

/**
 * Keeps large payloads outside of their rows: wraps the ports so that whoever uses them sees whole payloads.
 *
 * <p>A payload over the threshold is put into the store first; then the row is written, with a
 * {@link PayloadPointer pointer} in the payload's place. Reads follow the pointer. If the row is not written after all,
 * the payload is left behind for the {@link PayloadSweeper}. The top-level attribute {@link PayloadPointer#ATTRIBUTE} is
 * reserved: a payload that has it is refused.
 *
 * <p>A lost payload harms nothing but its own item. A list or a batch shows that item with its pointer as its only attribute
 * ({@link PayloadPointer#isIn}), and so does every read of the command log: the item can still be replaced whole, which
 * mends it. Reading the item by itself from the data store fails, and so does a patch.
 *
 * <p>Whoever reads the tables of a module where this was ever switched on has to wrap the ports the same way. Rows,
 * stream and topic carry the pointer alone: they stay small.
 */
public final class PayloadOffload {

    private final OffloadedStates states;

    private PayloadOffload(OffloadedStates states) {
        this.states = states;
    }

    /** Offloads to that store with the default options. */
    public static PayloadOffload to(PayloadStore store) {
        return to(store, OffloadOptions.defaults());
    }

    /** Offloads to that store. */
    public static PayloadOffload to(PayloadStore store, OffloadOptions options) {
        return new PayloadOffload(
                new OffloadedStates(requireNonNull(store, "store"), requireNonNull(options, "options")));
    }

    /** Returns the log, with large payloads kept outside of it. */
    public CommandLog commandLog(CommandLog log) {
        return new OffloadingCommandLog(requireNonNull(log, "log"), states);
    }

    /**
     * Returns the data store, with large payloads kept outside of it. A single get fails with
     * {@link MissingPayloadException} or {@link UntrustedPayloadException} when the payload is lost.
     */
    public DataStore dataStore(DataStore store) {
        return new OffloadingDataStore(requireNonNull(store, "store"), states);
    }

    /**
     * Returns a sink that is shown whole payloads. A change whose payload is lost is refused; one whose payload cannot
     * be fetched for now is deferred. A sink that keeps the data table needs no wrapping: it writes the pointer as it
     * comes.
     */
    public ChangeSink sink(ChangeSink sink) {
        return new ResolvingSink(requireNonNull(sink, "sink"), states);
    }
}
