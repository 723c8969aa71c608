/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.item.ModuleId;
import dev.millrace.offload.PayloadOffload;
import dev.millrace.offload.PayloadSweeper;
import dev.millrace.offload.SweepOptions;
import dev.millrace.offload.SweptPayload;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.memory.InMemoryChangeSink;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What docs/offload.md shows, compiled and run. */
class OffloadDocTest {

    private static final String REGION = "aws.region";

    @BeforeAll
    static void nameARegion() {
        System.setProperty(REGION, "us-east-1");
    }

    @AfterAll
    static void forgetTheRegion() {
        System.clearProperty(REGION);
    }

    @Test
    void the_wiring_that_is_shown_needs_no_io() {
        ModuleId module = new ModuleId("prod", "shop", "order");
        ChangeSink mySink = new InMemoryChangeSink(SinkName.of("search"));
        try (DynamoConnection dynamo = DynamoConnection.open(DynamoOptions.defaults())) {
            S3PayloadStore payloads =
                    S3PayloadStore.open(S3Options.fromEnvironment(PayloadPlace.of("my-bucket", module)));
            PayloadOffload offload = PayloadOffload.to(payloads);
            DynamoModule orders = dynamo.module(module).withOffload(offload);

            ChangeSink search = offload.sink(mySink);

            Flux<SweptPayload> orphans = PayloadSweeper.over(
                            payloads,
                            orders.heldPayloads(Duration.ofMillis(100)),
                            SweepOptions.defaults().removing())
                    .sweep();

            assertThat(orders.id()).isEqualTo(module);
            assertThat(search.name()).isEqualTo(mySink.name());
            assertThat(orphans).isNotNull();
            payloads.close();
        }
    }
}
