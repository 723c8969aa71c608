/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.junit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;

class LocalEnginesIT {

    private static final List<Object> SEEN = new CopyOnWriteArrayList<>();

    @Test
    void test_classes_of_one_run_share_one_engine_of_each_kind() {
        SEEN.clear();

        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(One.class), selectClass(Another.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(2).failed(0));

        assertThat(SEEN).hasSize(4);
        assertThat(Set.copyOf(SEEN)).as("distinct engines").hasSize(2);
    }

    abstract static class Usage {

        @Test
        void engines_answer(DynamoDbLocal dynamoDb, KafkaBroker kafka) throws Exception {
            SEEN.add(dynamoDb);
            SEEN.add(kafka);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                assertThat(admin.describeCluster().clusterId().get(10, SECONDS)).isNotBlank();
            }
        }
    }

    @ExtendWith({LocalDynamoDb.class, LocalKafka.class})
    static class One extends Usage {}

    @ExtendWith({LocalDynamoDb.class, LocalKafka.class})
    static class Another extends Usage {}
}
