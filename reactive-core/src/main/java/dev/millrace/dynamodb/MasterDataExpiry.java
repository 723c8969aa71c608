/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.command.ExpiryPolicy;
import dev.millrace.item.ModuleId;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.Tenant;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The lifetimes that an application's master data sets, per table and tenant, in days; each read once a period. */
final class MasterDataExpiry implements ExpiryPolicy {

    private static final int MOST_TENANTS = 10_000;
    private static final String PARTITION = "MASTER#";
    private static final String SORT = "TTL#";
    private static final String ATTRIBUTES = "attributes";
    private static final String DAYS = "days";

    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final String table;
    private final String sortKey;
    private final Duration period;
    private final Cache<Tenant, Mono<Duration>> lifetimes;

    MasterDataExpiry(DynamoDbAsyncClient client, DynamoCalls calls, ModuleId module, Duration period) {
        this.client = client;
        this.calls = calls;
        this.table = new ModuleId(module.environment(), module.application(), "master").dataTable();
        this.sortKey = SORT + module.dataTable();
        this.period = period;
        this.lifetimes = Caffeine.newBuilder().maximumSize(MOST_TENANTS).build();
    }

    @Override
    public Mono<Duration> lifetime(PartitionKey partition) {
        return Mono.defer(() -> lifetimes.get(partition.tenant(), this::remembered));
    }

    /** What is known holds for the period, that there is nothing as well; a failure is forgotten at once. */
    private Mono<Duration> remembered(Tenant tenant) {
        return read(tenant).cache(found -> period, failure -> Duration.ZERO, () -> period);
    }

    private Mono<Duration> read(Tenant tenant) {
        Map<String, AttributeValue> key = Rows.key(PARTITION + tenant, sortKey);
        return calls.call(() -> client.getItem(get -> get.tableName(table).key(key)))
                .filter(found -> found.hasItem())
                .map(found -> lifetime(tenant, found.item()))
                .onErrorMap(failure -> Failures.ofRead(table, failure));
    }

    private Duration lifetime(Tenant tenant, Map<String, AttributeValue> row) {
        AttributeValue attributes = row.get(ATTRIBUTES);
        @Nullable
        AttributeValue days =
                attributes != null && attributes.hasM() ? attributes.m().get(DAYS) : null;
        try {
            if (days != null && number(days).signum() > 0) {
                return Duration.ofDays(number(days).longValueExact());
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // said below
        }
        throw new StoreMisconfiguredException(
                "row %s%s/%s of table %s must have a positive, whole number of days"
                        .formatted(PARTITION, tenant, sortKey, table),
                null);
    }

    private static BigDecimal number(AttributeValue value) {
        return new BigDecimal(value.n() == null ? String.valueOf(value.s()) : value.n());
    }
}
