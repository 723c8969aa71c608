/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.item.InvalidValueException;
import dev.millrace.spring.MillraceAutoConfiguration;
import dev.millrace.spring.SettingsException;
import dev.millrace.spring.shop.UnreachableStore;
import dev.millrace.spring.web.MillraceWebAutoConfiguration;
import dev.millrace.spring.worker.MillraceWorkerAutoConfiguration;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;

class ConsoleConditionsTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            WebFluxAutoConfiguration.class,
            MillraceAutoConfiguration.class,
            MillraceWebAutoConfiguration.class,
            MillraceWorkerAutoConfiguration.class,
            MillraceConsoleAutoConfiguration.class);

    private static final String[] SHOP = {
        "millrace.app=shop", "millrace.modules=order", "millrace.tables=ignore", "millrace.console.enabled=true"
    };

    private final ReactiveWebApplicationContextRunner web = new ReactiveWebApplicationContextRunner()
            .withConfiguration(ALL)
            .withUserConfiguration(UnreachableStore.class)
            .withPropertyValues(SHOP);

    @Test
    void there_is_a_console_where_it_is_asked_for() {
        web.run(context ->
                assertThat(context).hasSingleBean(ConsolePages.class).hasSingleBean(ConsoleController.class));
    }

    @Test
    void there_is_none_unless_it_is_asked_for() {
        web.withPropertyValues("millrace.console.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ConsoleController.class));
        web.withPropertyValues("millrace.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ConsoleController.class));
    }

    @Test
    void there_is_none_where_nobody_could_be_known() {
        web.withClassLoader(new FilteredClassLoader(JwtAuthenticationToken.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ConsoleController.class));
    }

    @Test
    void there_is_none_without_a_web_server() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .withUserConfiguration(UnreachableStore.class)
                .withPropertyValues(SHOP)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ConsoleController.class));
    }

    @Test
    void its_chain_never_takes_the_place_of_the_one_that_closes_everything() {
        web.run(context -> assertThat(context).doesNotHaveBean(SecurityWebFilterChain.class));
    }

    @Test
    void a_time_that_means_nothing_refuses_the_start() {
        web.withPropertyValues("millrace.console.refresh=0s")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().isInstanceOf(InvalidValueException.class));
    }

    @Test
    void without_the_plots_library_the_start_names_what_is_missing() throws Exception {
        try (URLClassLoader nothing = new URLClassLoader(new URL[0], null)) {
            assertThatExceptionOfType(SettingsException.class)
                    .isThrownBy(() -> new ConsolePages("x-tenant-code", nothing))
                    .withMessageContaining("uPlot");
        }
    }
}
