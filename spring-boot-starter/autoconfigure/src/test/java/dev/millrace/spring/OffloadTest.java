/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.offload.PayloadOffload;
import dev.millrace.spring.shop.UnreachableStore;
import dev.millrace.testkit.memory.InMemoryPayloadStore;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What a bean that keeps large payloads elsewhere changes. */
class OffloadTest {

    private final ApplicationContextRunner shop = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MillraceAutoConfiguration.class))
            .withUserConfiguration(UnreachableStore.class)
            .withPropertyValues(
                    "millrace.app=shop",
                    "millrace.modules=order",
                    "millrace.tables=ignore",
                    "millrace.dynamodb.endpoint=http://localhost:1");

    @Test
    void modules_keep_large_payloads_in_the_store_of_the_bean_and_in_their_rows_without_one() {
        shop.withBean(PayloadOffload.class, () -> PayloadOffload.to(new InMemoryPayloadStore()))
                .run(context -> assertThat(kindOfLog(context)).isEqualTo("OffloadingCommandLog"));
        shop.run(context -> assertThat(kindOfLog(context)).isEqualTo("DynamoCommandLog"));
    }

    private static String kindOfLog(AssertableApplicationContext context) {
        return context.getBean(MillraceModules.class)
                .module("order")
                .tables()
                .commandLog()
                .getClass()
                .getSimpleName();
    }
}
