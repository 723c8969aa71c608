/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.spring.TenancyProperties;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Decides, before a controller's method runs, whether its caller may use it: there must be a user and a tenant, and one of
 * the roles of {@link RequiresRole} where that is asked for. What is not {@link Unguarded} is guarded.
 *
 * <p>To decide otherwise, declare a bean of a subclass. Subclasses must not block.
 */
public class AccessGuard {

    private final TenancyProperties tenancy;
    private final SecurityProperties security;

    /** Creates a guard with the application's settings. */
    public AccessGuard(TenancyProperties tenancy, SecurityProperties security) {
        this.tenancy = tenancy;
        this.security = security;
    }

    /** Completes if the caller may use the method; else fails, and the answer is 401 or 403. */
    final Mono<Void> check(HandlerMethod method, ServerWebExchange exchange) {
        if (!isGuarded(method)) {
            return Mono.empty();
        }
        Caller caller = Caller.of(exchange);
        if (caller instanceof Caller.Known known) {
            return verify(method, known.context());
        }
        return Mono.error(
                caller instanceof Caller.Refused refused
                        ? refused.failure()
                        : new AccessRefusedException(HttpStatus.UNAUTHORIZED, "a bearer token is needed"));
    }

    private Mono<Void> verify(HandlerMethod method, InvokeContext caller) {
        return verifyTenant(caller)
                .filter(granted -> granted)
                .flatMap(granted -> verifyRole(caller, requiredRoles(method)))
                .filter(granted -> granted)
                .switchIfEmpty(Mono.error(() ->
                        new AccessRefusedException(HttpStatus.FORBIDDEN, "the caller's role does not allow this")))
                .then();
    }

    /** Whether the method needs a known caller: any method of a controller that is not {@link Unguarded}. */
    protected boolean isGuarded(HandlerMethod method) {
        Class<?> type = method.getBeanType();
        return AnnotatedElementUtils.hasAnnotation(type, Controller.class)
                && !method.hasMethodAnnotation(Unguarded.class)
                && !AnnotatedElementUtils.hasAnnotation(type, Unguarded.class)
                && security.unguardedPackages().stream()
                        .noneMatch(open -> type.getName().startsWith(open + "."));
    }

    /** Emits whether the caller may act for its tenant at all; yes, since it could not choose another. */
    protected Mono<Boolean> verifyTenant(InvokeContext caller) {
        return Mono.just(true);
    }

    /** Emits whether the caller has one of the roles, or needs none. */
    protected Mono<Boolean> verifyRole(InvokeContext caller, Set<String> required) {
        Set<String> roles = caller.user().roles();
        return Mono.just(required.isEmpty()
                || roles.contains(TenantGuard.SYSTEM_ADMIN)
                || !Collections.disjoint(roles, required));
    }

    /** The tenants, in lower case, that any user whose token names none may name in the header. */
    protected Set<String> commonTenants() {
        return tenancy.commonTenants();
    }

    private static Set<String> requiredRoles(HandlerMethod method) {
        @Nullable RequiresRole own = method.getMethodAnnotation(RequiresRole.class);
        @Nullable
        RequiresRole ofType = AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), RequiresRole.class);
        RequiresRole rule = own == null ? ofType : own;
        return rule == null ? Set.of() : Set.of(rule.value());
    }
}
