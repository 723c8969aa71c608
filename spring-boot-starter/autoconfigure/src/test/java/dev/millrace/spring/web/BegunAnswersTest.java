/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreUnavailableException;
import dev.millrace.spring.TenancyProperties;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What becomes of a stream that fails when a part of it is on its way to the client. */
class BegunAnswersTest {

    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext(Web.class, Streams.class, ProblemAdvice.class);
    private final MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void a_failure_before_the_answer_has_begun_is_answered_as_a_problem() throws NoSuchMethodException {
        StepVerifier.create(failed(problems())).expectNextCount(1).verifyComplete();
    }

    @Test
    void a_failure_after_the_answer_has_begun_goes_on_as_it_is() throws NoSuchMethodException {
        DispatchExceptionHandler problems = problems();
        exchange.getResponse().setComplete().block(Duration.ofSeconds(30));
        StepVerifier.create(failed(problems))
                .verifyErrorSatisfies(error -> assertThat(error).isInstanceOf(StoreUnavailableException.class));
    }

    /** What the adapter would do about failures of a stream. */
    private DispatchExceptionHandler problems() throws NoSuchMethodException {
        AccessGuard guard = new AccessGuard(
                new TenancyProperties(Set.of(), Set.of()), new SecurityProperties("", Set.of(), List.of()));
        HandlerMethod stream = new HandlerMethod(context.getBean(Streams.class), "stream");
        return new GuardedHandlerAdapter(context.getBean(RequestMappingHandlerAdapter.class), guard)
                .handle(exchange, stream)
                .block(Duration.ofSeconds(30))
                .getExceptionHandler();
    }

    private Mono<HandlerResult> failed(DispatchExceptionHandler problems) {
        return problems.handleError(exchange, new StoreUnavailableException("the table cannot be read", null));
    }

    @EnableWebFlux
    static class Web {}

    @RestController
    @Unguarded
    static class Streams {

        public Flux<String> stream() {
            return Flux.never();
        }
    }
}
