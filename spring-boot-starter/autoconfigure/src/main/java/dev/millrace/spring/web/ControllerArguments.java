/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.UserContext;
import dev.millrace.item.ExpectedVersion;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Arguments of controllers: the {@link InvokeContext} or the {@link UserContext} of the caller, and the {@link
 * ExpectedVersion} of the request's precondition, without which the answer is 428.
 */
final class ControllerArguments implements HandlerMethodArgumentResolver {

    ControllerArguments() {}

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        return type == InvokeContext.class || type == UserContext.class || type == ExpectedVersion.class;
    }

    @Override
    public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext binding, ServerWebExchange exchange) {
        if (parameter.getParameterType() == ExpectedVersion.class) {
            return Mono.fromSupplier(() -> ETags.expected(exchange.getRequest().getHeaders()))
                    .cast(Object.class)
                    .switchIfEmpty(Mono.error(() -> new AccessRefusedException(
                            HttpStatus.PRECONDITION_REQUIRED,
                            "If-Match with the item's entity tag is needed, or If-None-Match: * to create it")));
        }
        Mono<InvokeContext> caller = InvokeContext.current();
        return parameter.getParameterType() == UserContext.class
                ? caller.map(InvokeContext::user)
                : caller.cast(Object.class);
    }
}
