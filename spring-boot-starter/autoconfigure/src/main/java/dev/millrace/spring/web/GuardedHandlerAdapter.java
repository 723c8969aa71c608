/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Asks the guard before a controller's method is called, its arguments read and its body decoded.
 *
 * <p>A stream that fails when its answer has begun cannot be answered with a problem any more. Spring's own adapter would
 * fail over the headers it can no longer change, and hide why; here the failure goes on as it is.
 */
final class GuardedHandlerAdapter implements HandlerAdapter, Ordered {

    private final RequestMappingHandlerAdapter controllers;
    private final AccessGuard guard;

    GuardedHandlerAdapter(RequestMappingHandlerAdapter controllers, AccessGuard guard) {
        this.controllers = controllers;
        this.guard = guard;
    }

    @Override
    public boolean supports(Object handler) {
        return controllers.supports(handler);
    }

    @Override
    public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
        return Mono.defer(() -> guard.check((HandlerMethod) handler, exchange))
                .then(Mono.defer(() -> controllers.handle(exchange, handler)))
                .doOnNext(result -> result.setExceptionHandler(unlessBegun(result.getExceptionHandler())));
    }

    private static DispatchExceptionHandler unlessBegun(@Nullable DispatchExceptionHandler problems) {
        return (exchange, failure) -> problems == null || exchange.getResponse().isCommitted()
                ? Mono.error(failure)
                : problems.handleError(exchange, failure);
    }

    @Override
    public int getOrder() {
        return 0;
    }
}
