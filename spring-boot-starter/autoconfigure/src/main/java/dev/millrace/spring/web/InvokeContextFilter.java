/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Puts who asks, and what the request prefers, into the Reactor Context of everything that the request leads to. */
final class InvokeContextFilter implements WebFilter, Ordered {

    /** Behind Spring Security, which is at -100 and says whose token it is. */
    static final int ORDER = -90;

    private final CallerSource callers;

    InvokeContextFilter(CallerSource callers) {
        this.callers = callers;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<String> preferences = exchange.getRequest().getHeaders().getOrEmpty(Preference.HEADER);
        return callers.caller(exchange.getRequest()).flatMap(caller -> {
            exchange.getAttributes().put(Caller.ATTRIBUTE, caller);
            return chain.filter(exchange)
                    .contextWrite(context -> Preference.of(preferences).into(caller.into(context)));
        });
    }

    @Override
    public int getOrder() {
        return ORDER;
    }
}
