/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.context.InvokeContext;
import dev.millrace.spring.web.AccessRefusedException;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/**
 * Who may look, and who may do something.
 *
 * @param roles whoever has one of them may look
 * @param readOnly whether nobody may do anything
 */
record ConsoleAccess(Set<String> roles, boolean readOnly) {

    private static final String FETCH_SITE = "Sec-Fetch-Site";

    ConsoleAccess {
        roles = Set.copyOf(roles);
    }

    /** Emits the caller if it may look; fails with what is answered as 401 or 403. */
    Mono<InvokeContext> look() {
        return InvokeContext.current()
                .filter(caller -> !Collections.disjoint(caller.user().roles(), roles))
                .switchIfEmpty(refuse("the caller's role does not open the console"));
    }

    /** Emits the caller if it may do something with this request; fails with what is answered as 401 or 403. */
    Mono<InvokeContext> act(HttpHeaders request) {
        return look().flatMap(caller -> readOnly
                ? refuse("this console only shows, unless millrace.console.read-only is false")
                : isMeant(request) ? Mono.just(caller) : refuse("the request does not come from the console's page"));
    }

    /**
     * Whether somebody meant this request: another site's page can neither set the header nor hide where it is, if the
     * application knows its users by a cookie, or a proxy does.
     */
    private static boolean isMeant(HttpHeaders request) {
        @Nullable String site = request.getFirst(FETCH_SITE);
        return request.containsHeader(HttpHeaders.AUTHORIZATION) && (site == null || site.equals("same-origin"));
    }

    private static <T> Mono<T> refuse(String reason) {
        return Mono.error(() -> new AccessRefusedException(HttpStatus.FORBIDDEN, reason));
    }
}
