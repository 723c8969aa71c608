/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.MillraceException.Retry;
import dev.millrace.item.Tenant;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class TenantGuardTest {

    private static final Tenant ACME = Tenant.of("acme");

    private final TenantGuard guard = TenantGuard.standard();

    @Test
    void a_caller_may_touch_items_of_its_own_tenant() {
        assertThatCode(() -> guard.check(InvokeContext.of("u", "ACME"), ACME)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "System_Admin", " system_admin "})
    void a_caller_must_not_touch_items_of_another_tenant_whatever_its_role_looks_like(String role) {
        assertThatThrownBy(() -> guard.check(InvokeContext.of("u", "other", role), ACME))
                .isInstanceOfSatisfying(TenantViolationException.class, refused -> assertThat(refused.retry())
                        .isEqualTo(Retry.NEVER))
                .hasMessageContaining("other")
                .hasMessageContaining("acme");
    }

    @Test
    void a_cross_tenant_role_opens_every_tenant() {
        assertThatCode(() -> guard.check(InvokeContext.of("u", "other", "system_admin"), ACME))
                .doesNotThrowAnyException();
        assertThatCode(() -> new TenantGuard(Set.of("auditor")).check(InvokeContext.of("u", "other", "auditor"), ACME))
                .doesNotThrowAnyException();
    }

    @Test
    void all_tenants_at_once_are_for_a_cross_tenant_role_only() {
        assertThatCode(() -> guard.checkEveryTenant(InvokeContext.of("u", "other", "system_admin")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> guard.checkEveryTenant(InvokeContext.of("u", "acme", "user")))
                .isInstanceOf(TenantViolationException.class)
                .hasMessage("a caller of tenant acme must not touch items of every tenant");
    }

    @Test
    void without_a_context_the_door_stays_shut() {
        StepVerifier.create(InvokeContext.current()).verifyError(MissingContextException.class);
    }

    @Test
    void parallel_callers_on_other_threads_never_mix() {
        Flux<Boolean> isOwn = Flux.range(0, 200)
                .flatMap(
                        user -> Mono.delay(Duration.ofMillis(user % 7), Schedulers.parallel())
                                .then(InvokeContext.current())
                                .map(caller -> caller.user().userId().equals("" + user))
                                .contextWrite(
                                        InvokeContext.of("" + user, "acme").asContext()),
                        200);
        StepVerifier.create(isOwn.collectList())
                .assertNext(all -> assertThat(all).hasSize(200).containsOnly(true))
                .verifyComplete();
    }
}
