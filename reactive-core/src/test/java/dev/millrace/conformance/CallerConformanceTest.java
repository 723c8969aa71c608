/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.MissingContextException;
import dev.millrace.context.TenantGuard;
import dev.millrace.context.TenantViolationException;
import dev.millrace.item.Tenant;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** What the guard inside the services decides, case by case. */
class CallerConformanceTest {

    private final TenantGuard guard = TenantGuard.standard();

    private void assertDenied(InvokeContext caller, String owner) {
        assertThatThrownBy(() -> guard.check(caller, Tenant.of(owner))).isInstanceOf(TenantViolationException.class);
    }

    private void assertAllowed(InvokeContext caller, String owner) {
        assertThatCode(() -> guard.check(caller, Tenant.of(owner))).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("[C-70] no context is an error, not a caller without a tenant")
    void no_context_is_an_error() {
        StepVerifier.create(InvokeContext.current()).verifyError(MissingContextException.class);
    }

    @Test
    @DisplayName("[C-71] a plain user is denied another tenant")
    void a_plain_user_is_denied() {
        assertDenied(InvokeContext.of("u", "tenant-a", "user"), "tenant-b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "COMMON"})
    @DisplayName("[C-72] a tenant called common is a tenant like any other")
    void no_tenant_is_common(String owner) {
        assertDenied(InvokeContext.of("u", "tenant-a", "user"), owner);
        assertAllowed(InvokeContext.of("u", owner), "common");
    }

    @ParameterizedTest
    @ValueSource(strings = {" system_admin ", "System_Admin", "system_admin\n", "ｓystem_admin"})
    @DisplayName("[C-75] a role that only looks like system_admin is denied")
    void roles_compare_as_they_are(String role) {
        assertDenied(InvokeContext.of("u", "tenant-a", role), "tenant-b");
    }

    @Test
    @DisplayName("[C-77] system_admin opens every tenant, and so do the roles that the guard is given instead")
    void cross_tenant_roles_open_every_tenant() {
        assertAllowed(InvokeContext.of("u", "tenant-a", "system_admin"), "tenant-b");
        TenantGuard other = new TenantGuard(Set.of("auditor"));
        assertThatCode(() -> other.check(InvokeContext.of("u", "tenant-a", "auditor"), Tenant.of("tenant-b")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> other.check(InvokeContext.of("u", "a", "system_admin"), Tenant.of("tenant-b")))
                .isInstanceOf(TenantViolationException.class);
        assertThat(other.crossTenantRoles()).containsExactly("auditor");
    }
}
