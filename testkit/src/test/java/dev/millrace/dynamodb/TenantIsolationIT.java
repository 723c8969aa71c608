/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.MillraceException;
import dev.millrace.command.Command;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishResult;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.MissingContextException;
import dev.millrace.context.TenantViolationException;
import dev.millrace.item.Attributes;
import dev.millrace.item.CommandId;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Every method of the command side, called for another tenant's item, for nobody, and with a role that may. */
@ExtendWith(LocalDynamoDb.class)
class TenantIsolationIT {

    private static final InvokeContext STRANGER = InvokeContext.of("eve", "other", "user", "System_Admin");
    private static final InvokeContext ADMIN = InvokeContext.of("root", "other", "system_admin");

    /** What the methods are called for; the methods are named as reflection shows them. */
    private static final Map<String, Call> CALLS = Map.ofEntries(
            Map.entry("publishAsync(Command)", (service, key, caller) -> service.publishAsync(create(key))),
            Map.entry(
                    "publishAsync(Command,InvokeContext)",
                    (service, key, caller) -> service.publishAsync(create(key), caller)),
            Map.entry("publishSync(Command)", (service, key, caller) -> service.publishSync(create(key))),
            Map.entry(
                    "publishSync(Command,InvokeContext)",
                    (service, key, caller) -> service.publishSync(create(key), caller)),
            Map.entry(
                    "publishPartialUpdateAsync(CommandPatch)",
                    (service, key, caller) -> service.publishPartialUpdateAsync(patch(key))),
            Map.entry(
                    "publishPartialUpdateAsync(CommandPatch,InvokeContext)",
                    (service, key, caller) -> service.publishPartialUpdateAsync(patch(key), caller)),
            Map.entry(
                    "publishPartialUpdateSync(CommandPatch)",
                    (service, key, caller) -> service.publishPartialUpdateSync(patch(key))),
            Map.entry(
                    "publishPartialUpdateSync(CommandPatch,InvokeContext)",
                    (service, key, caller) -> service.publishPartialUpdateSync(patch(key), caller)),
            Map.entry(
                    "publishAll(Publisher,int)", (service, key, caller) -> service.publishAll(Flux.just(create(key)), 1)
                            .flatMap(TenantIsolationIT::unfolded)),
            Map.entry(
                    "publishAtomically(List)",
                    (service, key, caller) -> service.publishAtomically(List.of(
                            create(ItemKey.of(
                                    "ORDER", "other", UUID.randomUUID().toString())),
                            create(key)))),
            Map.entry(
                    "duplicate(ItemKey,ExpectedVersion)",
                    (service, key, caller) -> service.duplicate(key, ExpectedVersion.latest())),
            Map.entry("resolve(ItemKey,CommandId)", (service, key, caller) -> service.resolve(key, CommandId.random())),
            Map.entry("getItem(ItemKey,Version)", (service, key, caller) -> service.getItem(key, Version.FIRST)),
            Map.entry("getLatestItem(ItemKey)", (service, key, caller) -> service.getLatestItem(key)));

    private static DynamoFixture dynamo;

    private final ItemKey key = ItemKey.of("ORDER", "acme", UUID.randomUUID().toString());

    /** One method, called; the caller is for those that take it as an argument. */
    private interface Call {
        org.reactivestreams.Publisher<?> of(CommandService service, ItemKey key, InvokeContext caller);
    }

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    private static Command create(ItemKey key) {
        return Command.put(key, Attributes.of(Map.of("total", 7)));
    }

    private static CommandPatch patch(ItemKey key) {
        return CommandPatch.of(key, ExpectedVersion.latest()).set("total", 8);
    }

    private static Mono<Object> unfolded(PublishResult result) {
        return result.fold(done -> Mono.just(done.outcome()), failed -> Mono.error(failed.failure()));
    }

    static Stream<String> methods() {
        return CALLS.keySet().stream().sorted();
    }

    static Stream<String> methodsThatFindTheirCaller() {
        return methods().filter(method -> !method.contains("InvokeContext"));
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }

    private Flux<?> call(String method, InvokeContext caller) {
        return Flux.from(CALLS.get(method).of(dynamo.coldService(), key, caller));
    }

    private static void assertRefused(Flux<?> call, Class<? extends MillraceException> failure) {
        dynamo.http.resetCounts();
        StepVerifier.create(call).expectError(failure).verify(DynamoFixture.CALL_TIMEOUT);
        assertThat(dynamo.http.count()).as("requests").isZero();
    }

    @Test
    void every_method_has_its_case() {
        Stream<Method> methods = Arrays.stream(CommandService.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()));
        assertThat(methods.map(TenantIsolationIT::signature))
                .as("a new method of CommandService needs a case in this test")
                .containsExactlyInAnyOrderElementsOf(CALLS.keySet());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void a_foreign_tenant_is_refused_before_any_request(String method) {
        assertRefused(call(method, STRANGER).contextWrite(STRANGER.asContext()), TenantViolationException.class);
    }

    @ParameterizedTest
    @MethodSource("methodsThatFindTheirCaller")
    void a_missing_context_is_refused_before_any_request(String method) {
        assertRefused(call(method, STRANGER), MissingContextException.class);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void a_role_that_opens_every_tenant_is_let_through(String method) {
        dynamo.coldService()
                .publishSync(Command.create(key, Attributes.empty()), InvokeContext.of("ada", "acme"))
                .block(DynamoFixture.CALL_TIMEOUT);
        dynamo.http.resetCounts();
        StepVerifier.create(call(method, ADMIN).contextWrite(ADMIN.asContext()).then())
                .expectComplete()
                .verify(DynamoFixture.CALL_TIMEOUT);
        assertThat(dynamo.http.count()).as("requests").isPositive();
    }
}
