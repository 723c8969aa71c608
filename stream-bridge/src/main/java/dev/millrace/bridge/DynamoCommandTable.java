/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.RecordedCommand;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The command table on DynamoDB.
 *
 * @param module whose table; without offloading, so that a payload does not travel that the stream would not carry
 */
record DynamoCommandTable(DynamoModule module) implements CommandTable {

    @Override
    public Mono<ChangeRecord> get(ItemKey key, Version version) {
        return module.commandLog().get(key, version).map(RecordedCommand::toChange);
    }

    @Override
    public Flux<ChangeRecord> recordedSince(Instant since, int part, Duration pause) {
        return module.recordedSince(since, part, PARTS, pause).map(RecordedCommand::toChange);
    }
}
