/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import dev.millrace.MillraceException;
import dev.millrace.context.ClaimMapping;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.UserContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import reactor.core.publisher.Mono;

/** Finds out who asks: the user of the token that Spring Security has verified, at the address the request came from. */
final class CallerSource {

    private final ClaimMapping mapping;
    private final Set<String> commonTenants;
    private final ClientAddress addresses;
    private final RequestOrigin origins;
    private final String tenantHeader;

    /** The common tenants, in lower case, are those that anybody without a tenant may name in the header. */
    CallerSource(
            ClaimMapping mapping,
            Set<String> commonTenants,
            ClientAddress addresses,
            RequestOrigin origins,
            String tenantHeader) {
        this.mapping = mapping;
        this.commonTenants = commonTenants;
        this.addresses = addresses;
        this.origins = origins;
        this.tenantHeader = tenantHeader;
    }

    /** Emits the caller. */
    Mono<Caller> caller(ServerHttpRequest request) {
        return ReactiveSecurityContextHolder.getContext()
                .flatMap(security -> Mono.justOrEmpty(security.getAuthentication()))
                .map(authentication -> caller(authentication, request))
                .defaultIfEmpty(Caller.Nobody.INSTANCE);
    }

    private Caller caller(Authentication authentication, ServerHttpRequest request) {
        if (!(authentication instanceof JwtAuthenticationToken token) || !token.isAuthenticated()) {
            return Caller.Nobody.INSTANCE;
        }
        try {
            UserContext user = user(token.getToken().getClaims(), requestedTenant(request));
            return new Caller.Known(new InvokeContext(user, addresses.of(request), origins.of(request)));
        } catch (MillraceException refusal) {
            return new Caller.Refused(refusal);
        }
    }

    private UserContext user(Map<String, Object> claims, String requested) {
        boolean isCommon = commonTenants.contains(requested.toLowerCase(Locale.ROOT));
        return mapping.map(isCommon ? orTenant(claims, requested) : claims, requested);
    }

    /** The claims, with that tenant where they name none: a common tenant is as good as the caller's own. */
    private Map<String, Object> orTenant(Map<String, Object> claims, String tenant) {
        Map<String, Object> all = new HashMap<>(claims);
        all.remove(mapping.tenantClaim(), "");
        all.putIfAbsent(mapping.tenantClaim(), tenant);
        return all;
    }

    private String requestedTenant(ServerHttpRequest request) {
        @Nullable String tenant = request.getHeaders().getFirst(tenantHeader);
        return tenant == null ? "" : tenant.strip();
    }
}
