/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.r2dbc.R2dbcSink;
import dev.millrace.spring.shop.UnreachableStore;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The kinds of sinks that come with a dependency. */
class SinkKindsTest {

    private final ApplicationContextRunner shop = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MillraceAutoConfiguration.class))
            .withUserConfiguration(UnreachableStore.class)
            .withPropertyValues("millrace.app=shop", "millrace.modules=order", "millrace.tables=ignore");

    @Test
    void an_index_is_a_sink_under_the_name_that_it_is_configured_with() {
        shop.withPropertyValues(
                        "millrace.sinks.search.kind=opensearch",
                        "millrace.sinks.search.properties.endpoint=http://localhost:1",
                        "millrace.sinks.search.properties.generation=2")
                .run(context -> assertThat(context.getBean(MillraceModules.class)
                                .module("order")
                                .sinks())
                        .extracting(known -> known.sink().name().text())
                        .containsExactly("search", "data-table"));
    }

    @Test
    void what_is_missing_or_wrong_refuses_the_start_and_names_the_sink() {
        refused("millrace.sinks.postgres.properties.url is not set", "millrace.sinks.postgres.run=false");
        refused("millrace.sinks.opensearch.properties.endpoint is not set", "millrace.sinks.opensearch.run=false");
        refused(
                "millrace.sinks.opensearch.properties cannot be used: endpoint must be",
                "millrace.sinks.opensearch.properties.endpoint=ftp://secret");
        refused(
                "millrace.sinks.opensearch.properties cannot be used: NumberFormatException",
                "millrace.sinks.opensearch.properties.endpoint=http://localhost:1",
                "millrace.sinks.opensearch.properties.generation=secret");
        refused(
                "millrace.sinks.postgres.properties cannot be used: url must",
                "millrace.sinks.postgres.properties.url=secret",
                "millrace.sinks.postgres.properties.user=app");
    }

    @Test
    void without_a_driver_the_start_is_refused_and_the_fix_is_named() {
        refused(
                "millrace.sinks.postgres.properties cannot be used: IllegalStateException",
                "millrace.sinks.postgres.properties.url=r2dbc:postgresql://localhost:1/shop",
                "millrace.sinks.postgres.properties.user=app");
    }

    @Test
    void a_kind_whose_dependency_is_not_there_is_not_known() {
        shop.withClassLoader(new FilteredClassLoader(R2dbcSink.class, OpenSearchConnection.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("millracePostgresKind")
                        .doesNotHaveBean("millraceOpenSearchKind"));
    }

    private void refused(String fault, String... settings) {
        shop.withPropertyValues(settings).run(context -> assertThat(context.getStartupFailure())
                .rootCause()
                .isInstanceOfSatisfying(SettingsException.class, refusal -> assertThat(refusal)
                        .hasMessageContaining(fault)
                        .hasMessageNotContaining("secret")));
    }
}
