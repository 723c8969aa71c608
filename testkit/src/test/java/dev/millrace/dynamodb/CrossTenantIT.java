/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.Command;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.MissingContextException;
import dev.millrace.context.TenantGuard;
import dev.millrace.context.TenantViolationException;
import dev.millrace.data.DataItem;
import dev.millrace.data.DataService;
import dev.millrace.data.DataStore;
import dev.millrace.data.ItemQuery;
import dev.millrace.data.PageToken;
import dev.millrace.data.VersionToken;
import dev.millrace.history.HistoryService;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.Version;
import dev.millrace.sink.AppliedVersions;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/**
 * Nobody reads another tenant's items, by whichever method. The methods are found by reflection and called with the
 * arguments below: a method that takes anything else fails here until there is an argument for it.
 */
@ExtendWith(LocalDynamoDb.class)
class CrossTenantIT {

    private static final InvokeContext OWNER = InvokeContext.of("u1", "acme");
    private static final ItemKey THEIRS = ItemKey.of("ORDER", "acme", "7");
    private static final SinkName SINK = SinkName.of("data-table");
    private static final int RANDOM_STRANGERS = 50;
    private static final long SEED = 20_261_123;

    private static final Map<Class<?>, Object> ARGUMENTS = Map.of(
            ItemKey.class,
            THEIRS,
            Collection.class,
            List.of(THEIRS),
            PartitionKey.class,
            THEIRS.partition(),
            ItemQuery.class,
            ItemQuery.all(),
            PageToken.class,
            PageToken.START,
            VersionToken.class,
            VersionToken.of(THEIRS, Version.FIRST),
            Version.class,
            Version.FIRST,
            Instant.class,
            Instant.parse("2099-01-01T00:00:00Z"),
            SinkName.class,
            SINK,
            Duration.class,
            DynamoFixture.CALL_TIMEOUT);

    private static DynamoFixture dynamo;
    private static Map<Class<?>, Object> services;

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
        services = Map.of(
                DataService.class, dynamo.module.dataService(),
                HistoryService.class, dynamo.module.historyService(),
                AppliedVersions.class,
                        AppliedVersions.over(
                                List.of(new DataTable(dynamo.module.dataStore())), TenantGuard.standard()));
        dynamo.coldService()
                .publishSync(Command.create(THEIRS, Attributes.of(Map.of("canary", "4111"))), OWNER)
                .block(DynamoFixture.CALL_TIMEOUT);
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    @BeforeEach
    void resetCounts() {
        dynamo.http.resetCounts();
    }

    static Stream<Method> methods() {
        return services.keySet().stream()
                .flatMap(service -> Arrays.stream(service.getMethods()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    private static Flux<?> call(Method method, Map<Class<?>, Object> arguments) {
        Object[] values = Arrays.stream(method.getParameterTypes())
                .map(type -> {
                    assertThat(arguments).as("arguments for %s", method).containsKey(type);
                    return arguments.get(type);
                })
                .toArray();
        try {
            return Flux.from((Publisher<?>) method.invoke(services.get(method.getDeclaringClass()), values));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method + " throws instead of answering", e);
        }
    }

    private static Stream<InvokeContext> strangers() {
        Stream<InvokeContext> lookAlikes = Stream.of(
                InvokeContext.of("acme", "other"),
                InvokeContext.of("u1", "acme2"),
                InvokeContext.of("u1", "acm"),
                InvokeContext.of("u1", "acme.", "SYSTEM_ADMIN"),
                InvokeContext.of("u1", "acme-1", "system_admin ", "admin"),
                InvokeContext.of("system", "7", "acme"));
        Random random = new Random(SEED);
        return Stream.concat(lookAlikes, Stream.generate(() -> stranger(random)).limit(RANDOM_STRANGERS));
    }

    private static InvokeContext stranger(Random random) {
        String tenant = "%s%d".formatted(random.nextBoolean() ? "acme" : "t", random.nextInt());
        return InvokeContext.of("u" + random.nextInt(), tenant.replace("-", "_"), "role-" + random.nextInt());
    }

    @ParameterizedTest
    @MethodSource("methods")
    @DisplayName("[I16] another tenant's items are out of reach before any request")
    void another_tenants_items_are_out_of_reach_before_any_request(Method method) {
        strangers()
                .forEach(stranger -> StepVerifier.create(call(method, ARGUMENTS).contextWrite(stranger.asContext()))
                        .verifyError(TenantViolationException.class));
        assertThat(dynamo.http.count()).isZero();
    }

    @ParameterizedTest
    @MethodSource("methods")
    @DisplayName("[I16] without a caller there is no request")
    void without_a_caller_there_is_no_request(Method method) {
        StepVerifier.create(call(method, ARGUMENTS)).verifyError(MissingContextException.class);
        assertThat(dynamo.http.count()).isZero();
    }

    @ParameterizedTest
    @MethodSource("methods")
    @DisplayName("[I16] one foreign key among one's own is one too many")
    void one_foreign_key_among_ones_own_is_one_too_many(Method method) {
        ItemKey own = ItemKey.of("ORDER", "other", "7");
        Map<Class<?>, Object> mixed = new HashMap<>(ARGUMENTS);
        mixed.put(Collection.class, List.of(own, THEIRS, own));

        StepVerifier.create(call(method, mixed)
                        .contextWrite(InvokeContext.of("u9", "other").asContext()))
                .verifyError(TenantViolationException.class);
        assertThat(dynamo.http.count()).isZero();
    }

    /** Or else the tests above would prove nothing. */
    @ParameterizedTest
    @MethodSource("methods")
    @DisplayName("[I16] the same call shows the owner, and whoever may see all tenants, what is there")
    void the_same_call_shows_the_owner_what_is_there(Method method) {
        for (InvokeContext insider : List.of(OWNER, InvokeContext.of("root", "ops", TenantGuard.SYSTEM_ADMIN))) {
            dynamo.http.resetCounts();
            StepVerifier.create(call(method, ARGUMENTS).contextWrite(insider.asContext()))
                    .expectNextCount(1)
                    .verifyComplete();
            assertThat(dynamo.http.count()).isPositive();
        }
    }

    /** The data table as a sink that tells its versions. */
    private record DataTable(DataStore store) implements ChangeSink {

        @Override
        public SinkName name() {
            return SINK;
        }

        @Override
        public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
            throw new AssertionError("nobody writes here");
        }

        @Override
        public Mono<Version> appliedVersion(ItemKey key) {
            return store.get(key).map(DataItem::version).defaultIfEmpty(Version.NONE);
        }
    }
}
