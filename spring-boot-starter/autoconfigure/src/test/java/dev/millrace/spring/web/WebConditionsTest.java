/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.InvalidValueException;
import dev.millrace.spring.MillraceAutoConfiguration;
import dev.millrace.spring.SettingsException;
import dev.millrace.spring.TenancyProperties;
import dev.millrace.spring.shop.UnreachableStore;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.reactive.DispatcherHandler;

class WebConditionsTest {

    private static final String[] SHOP = {
        "millrace.app=shop",
        "millrace.modules=order",
        "millrace.tables=ignore",
        "millrace.dynamodb.endpoint=http://localhost:1"
    };

    private final ReactiveWebApplicationContextRunner web = new ReactiveWebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    WebFluxAutoConfiguration.class,
                    MillraceAutoConfiguration.class,
                    MillraceWebAutoConfiguration.class))
            .withUserConfiguration(UnreachableStore.class)
            .withPropertyValues(SHOP);

    @Test
    void a_web_application_has_everything() {
        web.run(context -> assertThat(context)
                .hasSingleBean(VersionedResponses.class)
                .hasSingleBean(LiveItems.class)
                .hasSingleBean(ProblemAdvice.class)
                .hasSingleBean(AccessGuard.class)
                .hasSingleBean(InvokeContextFilter.class)
                .doesNotHaveBean(TokenRules.class));
    }

    @Test
    void a_worker_without_a_web_server_has_nothing_of_it() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(MillraceAutoConfiguration.class, MillraceWebAutoConfiguration.class))
                .withPropertyValues(SHOP)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(VersionedResponses.class));
    }

    @Test
    void without_webflux_there_is_nothing_of_it() {
        web.withClassLoader(new FilteredClassLoader(DispatcherHandler.class))
                .run(context -> assertThat(context).doesNotHaveBean(ProblemAdvice.class));
    }

    @Test
    void without_the_resource_server_nobody_is_known_and_the_rest_is_there() {
        web.withClassLoader(new FilteredClassLoader(JwtAuthenticationToken.class))
                .run(context -> assertThat(context)
                        .hasSingleBean(ProblemAdvice.class)
                        .doesNotHaveBean(AccessGuard.class)
                        .doesNotHaveBean(InvokeContextFilter.class));
    }

    @Test
    void switched_off_there_is_nothing() {
        web.withPropertyValues("millrace.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ProblemAdvice.class));
    }

    @Test
    void a_guard_of_the_applications_own_wins() {
        AccessGuard own = new AccessGuard(
                new TenancyProperties(Set.of(), Set.of()), new SecurityProperties("", Set.of(), List.of()));
        web.withBean(AccessGuard.class, () -> own)
                .run(context -> assertThat(context.getBean(AccessGuard.class)).isSameAs(own));
    }

    @Test
    void tokens_that_would_be_verified_without_an_issuer_or_an_audience_refuse_the_start() {
        String keys = "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://localhost:1/keys";
        web.withPropertyValues(keys, "millrace.security.audiences=shop")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(SettingsException.class)
                        .hasMessageContaining("whose tokens"));
        web.withPropertyValues(keys, "millrace.security.issuer=https://issuer.test")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(SettingsException.class)
                        .hasMessageContaining("meant for this application"));
        web.withPropertyValues(
                        keys,
                        "millrace.security.issuer=https://issuer.test",
                        "spring.security.oauth2.resourceserver.jwt.audiences=shop")
                .run(context -> assertThat(context).hasSingleBean(TokenRules.class));
    }

    @Test
    void numbers_that_mean_nothing_refuse_the_start() {
        for (String setting : List.of(
                "longest-wait=0s",
                "streams.interval=0s",
                "streams.keep-alive=-1s",
                "streams.longest=0s",
                "streams.max-open=0")) {
            web.withPropertyValues("millrace.web." + setting).run(context -> assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(InvalidValueException.class));
        }
    }

    @Test
    void what_is_no_network_of_proxies_refuses_the_start() {
        web.withPropertyValues("millrace.web.trusted-proxies=everywhere")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().isInstanceOf(SettingsException.class));
    }
}
