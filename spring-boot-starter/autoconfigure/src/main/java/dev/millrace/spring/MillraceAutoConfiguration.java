/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.command.CommandOptions;
import dev.millrace.context.TenantGuard;
import dev.millrace.data.DataService;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.dynamodb.RequestListener;
import dev.millrace.offload.PayloadOffload;
import dev.millrace.sink.AppliedVersions;
import dev.millrace.sink.datatable.DataTableSink;
import dev.millrace.sink.opensearch.DocumentProjection;
import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.r2dbc.R2dbcSink;
import dev.millrace.sink.r2dbc.RowProjection;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The connection, the modules and their services. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "millrace.enabled", matchIfMissing = true)
@EnableConfigurationProperties({MillraceProperties.class, SinksProperties.class, TenancyProperties.class})
@Import(ModuleBeans.class)
public final class MillraceAutoConfiguration {

    /** For Spring. */
    MillraceAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    TenantGuard millraceTenantGuard(TenancyProperties tenancy) {
        return new TenantGuard(tenancy.crossTenantRoles());
    }

    @Bean
    @ConditionalOnMissingBean
    CommandOptions millraceCommandOptions(
            MillraceProperties properties, TenantGuard guard, ObjectProvider<Clock> clock) {
        MillraceProperties.Commands commands = properties.commands();
        CommandOptions defaults = CommandOptions.defaults();
        return new CommandOptions(
                guard,
                clock.getIfUnique(Clock::systemUTC),
                commands.cacheSize().toBytes(),
                commands.latestAttempts(),
                commands.latestBackoff(),
                defaults.expiry());
    }

    @Bean
    @ConditionalOnMissingBean
    DynamoConnection millraceDynamoConnection(
            MillraceProperties properties,
            ObjectProvider<AwsCredentialsProvider> credentials,
            ObjectProvider<RequestListener> listeners) {
        List<RequestListener> all = listeners.orderedStream().toList();
        return Connections.open(properties.dynamodb(), credentials.getIfUnique(), all.isEmpty() ? null : together(all));
    }

    private static RequestListener together(List<RequestListener> all) {
        return (operation, table) -> all.forEach(listener -> listener.sending(operation, table));
    }

    /** Comes first: other customizers see modules that offload. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ModuleCustomizer millraceOffload(ObjectProvider<PayloadOffload> offload) {
        PayloadOffload unique = offload.getIfUnique();
        return unique == null ? module -> module : module -> module.withOffload(unique);
    }

    @Bean
    DynamoModules millraceDynamoModules(
            MillraceProperties properties,
            Environment environment,
            DynamoConnection connection,
            ObjectProvider<ModuleCustomizer> customizers) {
        return DynamoModules.of(
                properties, environment, connection, customizers.orderedStream().toList());
    }

    @Bean
    KnownSinks millraceKnownSinks(SinksProperties properties, ObjectProvider<SinkKind> kinds, DynamoModules modules) {
        return new KnownSinks(properties.sinks(), kinds.orderedStream().toList(), modules.all());
    }

    @Bean
    MillraceModules millraceModules(
            DynamoModules modules,
            KnownSinks sinks,
            CommandOptions options,
            ObjectProvider<CommandServiceCustomizer> customizers) {
        List<CommandServiceCustomizer> ordered = customizers.orderedStream().toList();
        return new MillraceModules(modules.all().stream()
                .map(module -> module(module, sinks, options, ordered))
                .toList());
    }

    private static MillraceModule module(
            DynamoModule module, KnownSinks sinks, CommandOptions options, List<CommandServiceCustomizer> customizers) {
        var commands = module.commandService(options);
        for (CommandServiceCustomizer customizer : customizers) {
            commands = customizer.customize(module.id(), commands);
        }
        DataService data = module.dataService(options.guard(), options.clock());
        List<KnownSink> known = sinks.of(module).toList();
        AppliedVersions applied =
                AppliedVersions.over(known.stream().map(KnownSink::sink).toList(), options.guard());
        return new MillraceModule(module, commands, data, module.historyService(options.guard()), applied, known);
    }

    @Bean
    StartCheck millraceStartCheck(
            MillraceProperties properties, DynamoModules modules, ObjectProvider<StartTask> tasks) {
        return new StartCheck(properties, modules.all(), tasks.orderedStream().toList());
    }

    /** PostgreSQL as a kind of sink. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(R2dbcSink.class)
    static class PostgresConfiguration {

        @Bean
        PostgresKind millracePostgresKind(ListableBeanFactory beans) {
            return new PostgresKind(beans.getBeansOfType(RowProjection.class));
        }
    }

    /** OpenSearch as a kind of sink. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(OpenSearchConnection.class)
    static class OpenSearchConfiguration {

        @Bean
        OpenSearchKind millraceOpenSearchKind(ListableBeanFactory beans) {
            return new OpenSearchKind(beans.getBeansOfType(DocumentProjection.class));
        }
    }

    /** The data table as a kind of sink. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DataTableSink.class)
    static class DataTableConfiguration {

        @Bean
        DataTableKind millraceDataTableKind() {
            return new DataTableKind();
        }
    }
}
