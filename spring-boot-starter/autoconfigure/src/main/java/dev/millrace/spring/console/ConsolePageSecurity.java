/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/**
 * Lets everybody have the page, where another chain is in force for the rest. Alone, this one would take the place of the
 * chain with which Spring Security closes applications that have none.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(SecurityWebFilterChain.class)
class ConsolePageSecurity {

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityWebFilterChain millraceConsolePageChain(ServerHttpSecurity http, ConsolePages pages) {
        return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers(HttpMethod.GET, pages.paths()))
                .authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                .build();
    }
}
