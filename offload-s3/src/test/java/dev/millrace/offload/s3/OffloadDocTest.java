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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What docs/offload.md shows, compiled and run: each of its pieces of Java stands in this file. */
class OffloadDocTest {

    private static final String REGION = "aws.region";
    private static final Path DOCUMENT = Path.of("..", "docs", "offload.md");
    private static final Path THIS_FILE =
            Path.of("src", "test", "java", "dev", "millrace", "offload", "s3", "OffloadDocTest.java");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

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

    @Test
    void all_the_java_of_the_document_is_in_this_file() throws IOException {
        String here = squeezed(Files.readString(THIS_FILE));
        List<String> shown = JAVA.matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> squeezed(block.group(1)))
                .toList();

        assertThat(shown).hasSize(3).allSatisfy(java -> assertThat(here).contains(java));
    }

    /** Lines are broken where there is room, which is not the same in a document as in a method. */
    private static String squeezed(String java) {
        return java.replaceAll("\\s+", "");
    }
}
