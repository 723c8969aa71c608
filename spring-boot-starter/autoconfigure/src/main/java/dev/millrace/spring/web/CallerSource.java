/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.UserContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import reactor.core.publisher.Mono;

/** Finds out who asks: the user of the token that Spring Security has verified, at the address the request came from. */
final class CallerSource {

    private final ClaimedUser users;
    private final ClientAddress addresses;
    private final RequestOrigin origins;
    private final String tenantHeader;

    CallerSource(ClaimedUser users, ClientAddress addresses, RequestOrigin origins, String tenantHeader) {
        this.users = users;
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
            UserContext user = users.of(token.getToken().getClaims(), requestedTenant(request));
            return new Caller.Known(new InvokeContext(user, addresses.of(request), origins.of(request)));
        } catch (RefusedClaimsException e) {
            return new Caller.Refused(e.reason());
        }
    }

    private String requestedTenant(ServerHttpRequest request) {
        @Nullable String tenant = request.getHeaders().getFirst(tenantHeader);
        return tenant == null ? "" : tenant;
    }
}
