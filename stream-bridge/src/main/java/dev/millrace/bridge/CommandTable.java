/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The command table, which the bridge reads where the stream of that table is not enough. Reads are consistent and begin
 * with subscription; they fail with a {@link dev.millrace.MillraceException}.
 */
public interface CommandTable {

    /** Into how many parts the table is divided for {@link #recordedSince}. */
    int PARTS = 256;

    /**
     * Emits what was recorded as that version; empty if the row is not there, as after it expired. Fails with
     * {@link dev.millrace.dynamodb.UndecodableRowException} when the row is none that this library can read.
     */
    Mono<ChangeRecord> get(ItemKey key, Version version);

    /**
     * Emits what one part of the table holds that was recorded at that moment or later. An item is in one part, always the
     * same one, and its changes come in the order of their versions. Reads no faster than the subscriber requests.
     *
     * @param part which, from 0 to {@link #PARTS} - 1
     * @param pause how long to rest after each page of up to 1 MB
     */
    Flux<ChangeRecord> recordedSince(Instant since, int part, Duration pause);

    /**
     * Returns the command table of a module. Large payloads stay where they are: what is read holds their pointers, as
     * the stream does.
     */
    static CommandTable of(DynamoConnection connection, ModuleId module) {
        return new DynamoCommandTable(connection.module(requireNonNull(module, "module")));
    }
}
