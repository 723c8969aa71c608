/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import dev.millrace.context.ClaimMapping;
import dev.millrace.context.TenantGuard;
import dev.millrace.spring.MillraceAutoConfiguration;
import dev.millrace.spring.SettingsException;
import dev.millrace.spring.TenancyProperties;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import reactor.core.scheduler.Schedulers;

/** Millrace in a WebFlux application. */
@AutoConfiguration(after = MillraceAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "millrace.enabled", matchIfMissing = true)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
@EnableConfigurationProperties({WebProperties.class, SecurityProperties.class})
public final class MillraceWebAutoConfiguration {

    /** For Spring. */
    MillraceWebAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    VersionedResponses millraceVersionedResponses(WebProperties properties) {
        return new VersionedResponses(properties.longestWait());
    }

    @Bean
    @ConditionalOnMissingBean
    LiveItems millraceLiveItems(WebProperties properties) {
        return new LiveItems(properties.streams(), Schedulers.parallel());
    }

    @Bean
    @ConditionalOnMissingBean
    ProblemAdvice millraceProblemAdvice() {
        return new ProblemAdvice();
    }

    @Bean
    WebFluxConfigurer millraceControllerArguments() {
        return new WebFluxConfigurer() {
            @Override
            public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
                configurer.addCustomResolver(new ControllerArguments());
            }
        };
    }

    /** Who asks, and what they may do. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JwtAuthenticationToken.class)
    static class CallerConfiguration {

        @Bean
        @ConditionalOnMissingBean
        AccessGuard millraceAccessGuard(TenancyProperties tenancy, SecurityProperties security) {
            return new AccessGuard(tenancy, security);
        }

        @Bean
        @ConditionalOnMissingBean
        ClaimMapping millraceClaimMapping(TenantGuard guard) {
            JsonParser json = JsonParserFactory.getJsonParser();
            return ClaimMapping.cognito(json::parseList).withGuard(guard);
        }

        @Bean
        GuardedHandlerAdapter millraceGuardedHandlerAdapter(
                RequestMappingHandlerAdapter requestMappingHandlerAdapter, AccessGuard guard) {
            return new GuardedHandlerAdapter(requestMappingHandlerAdapter, guard);
        }

        @Bean
        InvokeContextFilter millraceInvokeContextFilter(
                WebProperties properties, ClaimMapping mapping, AccessGuard guard, Environment environment) {
            return new InvokeContextFilter(new CallerSource(
                    mapping,
                    guard.commonTenants(),
                    new ClientAddress(properties.trustedProxies()),
                    new RequestOrigin(environment.getProperty("spring.application.name", "application")),
                    properties.tenantHeader()));
        }
    }

    /** What tokens must say, where Boot's settings tell how they are verified. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Jwt.class, JwtAuthenticationToken.class})
    @Conditional(OnTokenVerification.class)
    static class TokenConfiguration {

        private static final String PREFIX = "spring.security.oauth2.resourceserver.jwt.";

        @Bean
        TokenRules millraceTokenRules(SecurityProperties security, Environment environment) {
            return new TokenRules(issuer(security, environment), audiences(security, environment));
        }

        private static String issuer(SecurityProperties security, Environment environment) {
            String issuer = security.issuer().isBlank()
                    ? environment.getProperty(PREFIX + "issuer-uri", "")
                    : security.issuer();
            if (issuer.isEmpty()) {
                throw new SettingsException(
                        "tokens are verified, and nothing says whose tokens are good",
                        "Set %sissuer-uri (of a Cognito user pool: COGNITO_REGION and COGNITO_USER_POOL_ID), or"
                                        .formatted(PREFIX)
                                + " millrace.security.issuer where the keys are given otherwise.");
            }
            return issuer;
        }

        private static Set<String> audiences(SecurityProperties security, Environment environment) {
            Set<String> audiences = new LinkedHashSet<>(security.audiences());
            audiences.addAll(Binder.get(environment)
                    .bind(PREFIX + "audiences", Bindable.setOf(String.class))
                    .orElseGet(Set::of));
            if (audiences.isEmpty()) {
                throw new SettingsException(
                        "tokens are verified, and nothing says that they must be meant for this application",
                        "Set millrace.security.audiences (of a Cognito user pool: COGNITO_USER_POOL_CLIENT_ID).");
            }
            return Set.copyOf(audiences);
        }
    }
}
