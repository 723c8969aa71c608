/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.context.TenantGuard;
import dev.millrace.data.DataService;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.history.HistoryService;
import dev.millrace.sink.AppliedVersions;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.datatable.DataTableSink;
import dev.millrace.spring.shop.UnreachableStore;
import dev.millrace.testkit.memory.InMemoryChangeSink;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ModulesTest {

    private final ApplicationContextRunner shop = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MillraceAutoConfiguration.class))
            .withUserConfiguration(UnreachableStore.class)
            .withPropertyValues(
                    "millrace.app=shop", "millrace.tables=ignore", "millrace.dynamodb.endpoint=http://localhost:1");

    @Test
    void one_module_is_injected_by_type() {
        shop.withPropertyValues("millrace.modules=order").run(context -> {
            assertThat(context).hasSingleBean(CommandService.class);
            assertThat(context).hasSingleBean(DataService.class);
            assertThat(context).hasSingleBean(HistoryService.class);
            assertThat(context).hasSingleBean(AppliedVersions.class);
            MillraceModule order = context.getBean(MillraceModules.class).module("order");
            assertThat(context.getBean(CommandService.class)).isSameAs(order.commands());
            assertThat(order.id()).hasToString("local-shop-order");
        });
    }

    @Test
    void several_modules_are_told_apart_by_qualifier() {
        shop.withPropertyValues("millrace.modules=order,customer").run(context -> {
            MillraceModules modules = context.getBean(MillraceModules.class);
            assertThat(modules.all()).extracting(module -> module.id().module()).containsExactly("order", "customer");
            assertThat(BeanFactoryAnnotationUtils.qualifiedBeanOfType(
                            context.getBeanFactory(), DataService.class, "customer"))
                    .isSameAs(modules.module("customer").data());
            assertThat(context.getBean("orderCommandService"))
                    .isSameAs(modules.module("order").commands());
        });
    }

    @Test
    void a_service_of_the_applications_own_wins() {
        CommandService own = (CommandService) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CommandService.class}, (proxy, method, args) -> null);
        shop.withPropertyValues("millrace.modules=order")
                .withBean("orderCommandService", CommandService.class, () -> own)
                .run(context ->
                        assertThat(context.getBean("orderCommandService")).isSameAs(own));
    }

    @Test
    void the_applications_name_is_the_second_part_of_all_names_unless_another_is_set() {
        shop.withPropertyValues("millrace.modules=order", "millrace.app=", "spring.application.name=boutique")
                .run(context -> assertThat(context.getBean(MillraceModules.class)
                                .module("order")
                                .id()
                                .commandTable())
                        .isEqualTo("local-boutique-order-command"));
    }

    @Test
    void a_connection_a_guard_and_options_of_the_applications_own_win() {
        TenantGuard guard = new TenantGuard(Set.of("root"));
        shop.withPropertyValues("millrace.modules=order")
                .withBean(TenantGuard.class, () -> guard)
                .run(context -> {
                    assertThat(context).hasSingleBean(DynamoConnection.class);
                    assertThat(context.getBean(CommandOptions.class).guard()).isSameAs(guard);
                });
    }

    @Test
    void settings_reach_the_options() {
        shop.withPropertyValues(
                        "millrace.modules=order",
                        "millrace.commands.cache-size=1MB",
                        "millrace.commands.latest-backoff=7ms",
                        "millrace.tenancy.cross-tenant-roles= root , ,auditor")
                .run(context -> {
                    CommandOptions options = context.getBean(CommandOptions.class);
                    assertThat(options.cacheBytes()).isEqualTo(1 << 20);
                    assertThat(options.latestBackoff()).hasMillis(7);
                    assertThat(options.guard().crossTenantRoles()).containsExactlyInAnyOrder("root", "auditor");
                });
    }

    @Test
    void customizers_see_every_module_and_every_service() {
        List<String> seen = new ArrayList<>();
        shop.withPropertyValues("millrace.modules=order,customer")
                .withBean(ModuleCustomizer.class, () -> module -> {
                    seen.add("module " + module.id().module());
                    return module;
                })
                .withBean(CommandServiceCustomizer.class, () -> (module, service) -> {
                    seen.add("service " + module.module());
                    return service;
                })
                .run(context -> assertThat(seen)
                        .containsExactly("module order", "module customer", "service order", "service customer"));
    }

    @Test
    void every_module_knows_its_data_table_where_that_sink_is_there() {
        shop.withPropertyValues("millrace.modules=order").run(context -> assertThat(
                        context.getBean(MillraceModules.class).module("order").sinks())
                .extracting(known -> known.sink().name().text())
                .containsExactly("data-table"));
        shop.withPropertyValues("millrace.modules=order")
                .withClassLoader(new FilteredClassLoader(DataTableSink.class))
                .run(context -> assertThat(context.getBean(MillraceModules.class)
                                .module("order")
                                .sinks())
                        .isEmpty());
    }

    @Test
    void a_sink_of_the_applications_own_kind_is_made_for_the_modules_it_names() {
        shop.withPropertyValues(
                        "millrace.modules=order,customer",
                        "millrace.sinks.search.kind=memory",
                        "millrace.sinks.search.modules=customer")
                .withBean(SinkKind.class, MemoryKind::new)
                .run(context -> {
                    MillraceModules modules = context.getBean(MillraceModules.class);
                    assertThat(modules.module("order").sinks()).hasSize(1);
                    assertThat(modules.module("customer").sinks())
                            .extracting(known -> known.sink().getClass().getSimpleName())
                            .containsExactly("InMemoryChangeSink", "DataTableSink");
                });
    }

    @Test
    void switched_off_nothing_is_there() {
        shop.withPropertyValues("millrace.enabled=false").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(context, CommandService.class))
                    .isEmpty();
        });
    }

    @Test
    void what_is_missing_or_contradicts_itself_refuses_the_start_and_says_so() {
        refused("millrace.modules is not set");
        refused("names \"order\" twice", "millrace.modules=order,order");
        refused("neither millrace.app nor spring.application.name", "millrace.modules=order", "millrace.app=");
        refused("make no names of tables", "millrace.modules=Order");
        refused("which is not among millrace.modules", "millrace.modules=order", "millrace.sinks.data-table.modules=x");
        refused("is of the kind \"oracle\"", "millrace.modules=order", "millrace.sinks.old.kind=oracle");
        refused(
                "2 sinks of module order are called \"data-table\"",
                "millrace.modules=order",
                "millrace.sinks.a.kind=data-table",
                "millrace.sinks.b.kind=data-table");
    }

    private void refused(String fault, String... settings) {
        shop.withPropertyValues(settings).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining(fault);
        });
    }

    private static final class MemoryKind implements SinkKind {

        @Override
        public String kind() {
            return "memory";
        }

        @Override
        public ChangeSink create(String name, DynamoModule module, SinkSettings settings) {
            return new InMemoryChangeSink(SinkName.of(name));
        }
    }
}
