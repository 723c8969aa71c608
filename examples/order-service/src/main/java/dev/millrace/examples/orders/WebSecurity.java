/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders;

import dev.millrace.spring.SettingsException;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;

/** Who gets in: whoever has a token of the issuer that the settings name; pages and descriptions are open to all. */
@Configuration(proxyBeanMethods = false)
class WebSecurity {

    private static final String DEVELOPMENT = "urn:millrace:development";

    private static final String[] OPEN = {
        "/",
        "/index.html",
        "/actuator/health/**",
        "/v3/api-docs/**",
        "/swagger-ui.html",
        "/swagger-ui/**",
        "/webjars/**"
    };

    /** Refuses tokens that are made on a developer's machine everywhere but there. */
    WebSecurity(Environment environment) {
        boolean isTrusted = Stream.of(
                        "millrace.security.issuer", "spring.security.oauth2.resourceserver.jwt.issuer-uri")
                .map(environment::getProperty)
                .anyMatch(DEVELOPMENT::equals);
        if (isTrusted && !environment.acceptsProfiles(Profiles.of("dev"))) {
            throw new SettingsException(
                    "the issuer of development tokens is trusted outside of the profile dev",
                    "Name your own issuer, or set COGNITO_REGION, COGNITO_USER_POOL_ID and COGNITO_USER_POOL_CLIENT_ID.");
        }
    }

    /** Without cookies there is nothing that another site could make a browser send. */
    @Bean
    SecurityWebFilterChain access(ServerHttpSecurity http) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .authorizeExchange(paths ->
                        paths.pathMatchers(OPEN).permitAll().anyExchange().authenticated())
                .oauth2ResourceServer(tokens -> tokens.jwt(Customizer.withDefaults()))
                .build();
    }
}
