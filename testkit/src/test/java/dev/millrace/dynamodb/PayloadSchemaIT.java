/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.Command;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.context.InvokeContext;
import dev.millrace.data.DataItem;
import dev.millrace.data.DataService;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PayloadSchema;
import dev.millrace.item.Version;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** The schema of a payload, from the command to the query, on the real tables. */
@ExtendWith(LocalDynamoDb.class)
class PayloadSchemaIT {

    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");
    private static final Attributes TOTAL = Attributes.of(Map.of("total", 1));
    private static final PayloadSchema FIRST_FORM = PayloadSchema.of("shop.order", 1);
    private static final PayloadSchema SECOND_FORM = PayloadSchema.of("shop.order", 2);
    private static final ItemContent CONTENT = ItemContent.of("", TOTAL).withSchema(FIRST_FORM);

    private static DynamoFixture dynamo;

    private final ItemKey key = ItemKey.of("ORDER", "acme", UUID.randomUUID().toString());
    private final CommandService service = dynamo.coldService();
    private final DataService data = dynamo.module.dataService();

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    private static <T> T done(Mono<T> call) {
        return call.contextWrite(CALLER.asContext()).block(DynamoFixture.CALL_TIMEOUT);
    }

    private DataItem item() {
        return done(data.getItem(key));
    }

    @Test
    void a_schema_is_read_where_it_was_written() {
        done(service.publishSync(Command.create(key, CONTENT)));
        assertThat(item().state().content()).isEqualTo(CONTENT);
        assertThat(done(service.getLatestItem(key)).content()).isEqualTo(CONTENT);
    }

    @Test
    void content_without_a_schema_is_read_without_one() {
        done(service.publishSync(Command.create(key, TOTAL)));
        assertThat(item().state().content()).isEqualTo(ItemContent.of("", TOTAL));
        assertThat(done(service.getLatestItem(key)).content()).isEqualTo(ItemContent.of("", TOTAL));
    }

    @Test
    void the_same_attributes_in_the_same_form_change_nothing() {
        done(service.publishSync(Command.create(key, CONTENT)));
        assertThat(done(dynamo.coldService().publishSync(Command.update(key, Version.FIRST, CONTENT))))
                .isInstanceOf(Unchanged.class);
    }

    @Test
    void the_same_attributes_in_another_form_are_a_change() {
        done(service.publishSync(Command.create(key, CONTENT)));
        assertThat(done(service.publishSync(Command.update(key, Version.FIRST, CONTENT.withSchema(SECOND_FORM)))))
                .isInstanceOf(Recorded.class);
        assertThat(item().version()).isEqualTo(Version.of(2));
        assertThat(item().state().content().schema()).isEqualTo(SECOND_FORM);
    }

    @Test
    void a_patch_leaves_the_form_as_it_is() {
        done(service.publishSync(Command.create(key, CONTENT)));
        done(service.publishPartialUpdateSync(
                CommandPatch.of(key, Version.FIRST).set("total", 2)));
        assertThat(item().state().content()).isEqualTo(CONTENT.withAttributes(Attributes.of(Map.of("total", 2))));
    }
}
