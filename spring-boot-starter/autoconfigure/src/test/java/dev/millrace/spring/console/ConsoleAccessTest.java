/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.MissingContextException;
import dev.millrace.spring.web.AccessRefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ConsoleAccessTest {

    private static final String BEARER = "Bearer any";
    private static final InvokeContext OPERATOR = InvokeContext.of("u1", "acme", "operator");

    private final ConsoleAccess access = new ConsoleAccess(Set.of("operator"), false);

    @Test
    void a_role_opens_the_console() {
        StepVerifier.create(access.look().contextWrite(OPERATOR.asContext()))
                .expectNext(OPERATOR)
                .verifyComplete();
        refused(access.look()
                .contextWrite(InvokeContext.of("u1", "acme", "Operator").asContext()));
        StepVerifier.create(access.look())
                .expectError(MissingContextException.class)
                .verify(Duration.ofSeconds(30));
    }

    @Test
    void what_changes_something_comes_with_a_token_that_the_page_was_told() {
        acts(Map.of(HttpHeaders.AUTHORIZATION, BEARER), true);
        acts(Map.of(HttpHeaders.AUTHORIZATION, BEARER, "Sec-Fetch-Site", "same-origin"), true);
        acts(Map.of(HttpHeaders.COOKIE, "session=1"), false);
        acts(Map.of(HttpHeaders.COOKIE, "session=1", "Sec-Fetch-Site", "same-origin"), false);
        for (String site : Set.of("cross-site", "same-site", "none", "")) {
            acts(Map.of(HttpHeaders.AUTHORIZATION, BEARER, "Sec-Fetch-Site", site), false);
        }
    }

    @Test
    void a_console_that_only_shows_does_nothing_for_anybody() {
        HttpHeaders request = new HttpHeaders();
        request.setBearerAuth("any");
        refused(new ConsoleAccess(Set.of("operator"), true).act(request).contextWrite(OPERATOR.asContext()));
    }

    private void acts(Map<String, String> headers, boolean may) {
        HttpHeaders request = new HttpHeaders();
        headers.forEach(request::set);
        Mono<InvokeContext> answer = access.act(request).contextWrite(OPERATOR.asContext());
        if (may) {
            StepVerifier.create(answer).expectNext(OPERATOR).verifyComplete();
        } else {
            refused(answer);
        }
    }

    private static void refused(Mono<InvokeContext> answer) {
        StepVerifier.create(answer).expectError(AccessRefusedException.class).verify(Duration.ofSeconds(30));
    }
}
