/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.Origin;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.Setback;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.contract.ParkedChangesContract;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalDynamoDb.class)
class DynamoParkedChangesIT extends ParkedChangesContract {

    private static final Stamp STAMP = new Stamp(Instant.EPOCH, "", "");

    private static DynamoFixture dynamo;

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    @Override
    protected ParkedChanges parked() {
        return dynamo.module.parkedChanges();
    }

    @Override
    protected ModuleId module() {
        return dynamo.module.id();
    }

    @Test
    void the_largest_item_that_can_be_published_can_be_parked() {
        ItemKey shortest = ItemKey.of("T", partition().tenant().code(), "x");
        ChangeRecord largest = largestOf(shortest);
        SinkId sink = new SinkId(module(), SinkName.of("s".repeat(63)));

        await(parked().park(sink, largest, setback()).thenReturn(true));

        assertThat(await(parked().changes(sink, shortest))).containsExactly(largest);
    }

    /** Grows an item until the command table refuses it. */
    private ChangeRecord largestOf(ItemKey key) {
        ChangeRecord largest = null;
        for (int bytes = ItemSize.LIMIT - 500; ; bytes += 3) {
            ItemContent content = ItemContent.of("", Attributes.of(Map.of("text", "x".repeat(bytes))));
            RecordedCommand recorded = new RecordedCommand(
                    new ItemState(key, Version.FIRST, content, Audit.first(STAMP)), new CommandId("1"), Origin.UNKNOWN);
            try {
                CommandRows.writeWithinLimit(recorded);
            } catch (InvalidValueException tooLarge) {
                assertThat(largest).isNotNull();
                return largest;
            }
            largest = recorded.toChange();
        }
    }

    private static Setback setback() {
        return Setback.by(new IllegalStateException(), Version.FIRST, 1, "changes-0@0", Instant.EPOCH);
    }
}
