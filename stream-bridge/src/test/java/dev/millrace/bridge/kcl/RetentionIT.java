/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.bridge.kcl.KclRoad.Running;
import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** A stream that forgets, leases that get lost, and a stream that is replaced. */
@Timeout(60)
class RetentionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KclRoad road = new KclRoad();

    @AfterEach
    void close() {
        road.close();
    }

    @Test
    void what_the_stream_forgot_in_25_hours_is_noticed_and_published_from_the_command_table() {
        road.write(1, 10);
        try (Running first = road.start()) {
            road.awaitPublished(10);
            first.stop();
        }
        road.write(11, 16);
        road.engine().dilateEventTimes(Duration.ofHours(25).toMillis());

        try (Running second = road.start()) {
            road.awaitEvent("repaired");
            road.write(17, 20);
            road.awaitPublished(20);
            second.stop();
        }
        assertThat(road.events).contains("trimmed");
        assertFirstDeliveriesInOrder(20);
    }

    @Test
    void a_worker_that_comes_back_after_a_day_trusts_no_shard_however_well_it_reads() {
        road.write(1, 5);
        try (Running first = road.start()) {
            road.awaitPublished(5);
            first.stop();
        }
        noteAsCarriedUpTo(System.currentTimeMillis() - Duration.ofHours(25).toMillis());
        try (Running second = road.start()) {
            road.awaitEvent("repaired");
            road.write(6, 8);
            road.awaitPublished(8);
            second.stop();
        }
        assertFirstDeliveriesInOrder(8);
    }

    @Test
    void a_shard_whose_lease_is_lost_is_found_and_read() {
        road.write(1, 5);
        try (Running worker = road.start()) {
            road.awaitPublished(5);
            road.leases().forEach(road::deleteLease);
            road.awaitEvent("adopted");
            road.write(6, 8);
            road.awaitPublished(8);
            worker.stop();
        }
        assertFirstDeliveriesInOrder(8);
    }

    @Test
    void a_stream_that_was_switched_off_and_on_again_is_followed_and_what_it_missed_comes_from_the_command_table() {
        road.write(1, 5);
        try (Running worker = road.start()) {
            road.awaitPublished(5);
            switchStreamOff();
            road.write(6, 8);
            switchStreamOn();
            road.awaitEvent("repaired");
            road.write(9, 10);
            road.awaitPublished(10);
            worker.stop();
        }
        assertFirstDeliveriesInOrder(10);
        assertThat(road.leases()).hasSize(1);
        road.events.clear();
        try (Running next = road.start()) {
            road.write(11, 12);
            road.awaitPublished(12);
            next.stop();
        }
        assertThat(road.events).as("what was owed is settled").doesNotContain("trimmed");
        assertFirstDeliveriesInOrder(12);
    }

    private void noteAsCarriedUpTo(long moment) {
        for (Map<String, AttributeValue> lease : road.leases()) {
            road.client()
                    .updateItem(update -> update.tableName(KclRoad.LEASES)
                            .key(Map.of("leaseKey", lease.get("leaseKey")))
                            .updateExpression("SET %s = :moment".formatted(LeaseNotes.CARRIED_UP_TO))
                            .expressionAttributeValues(Map.of(":moment", AttributeValue.fromN(Long.toString(moment)))))
                    .join();
        }
    }

    private void switchStreamOff() {
        road.client()
                .updateTable(update ->
                        update.tableName("rolling").streamSpecification(stream -> stream.streamEnabled(false)))
                .join();
    }

    private void switchStreamOn() {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            road.client()
                    .updateTable(update -> update.tableName("rolling")
                            .streamSpecification(
                                    stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)))
                    .join();
            return true;
        });
    }

    private void assertFirstDeliveriesInOrder(long last) {
        assertThat(road.published.stream().distinct())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
    }
}
