/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.bridge.StreamBridge;
import dev.millrace.context.TenantGuard;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.spring.MillraceAutoConfiguration;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.MillraceProperties;
import dev.millrace.spring.SettingsException;
import dev.millrace.spring.StartTask;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import reactor.core.scheduler.Schedulers;

/** The workers that the settings ask for. */
@AutoConfiguration(after = MillraceAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "millrace.enabled", matchIfMissing = true)
public final class MillraceWorkerAutoConfiguration {

    /** For Spring. */
    MillraceWorkerAutoConfiguration() {}

    @Bean
    SinkOperations millraceSinkOperations(
            MillraceModules modules, ObjectProvider<Workers> workers, TenantGuard guard, ObjectProvider<Clock> clock) {
        return new SinkOperations(
                modules, workers.orderedStream().toList(), guard, clock.getIfUnique(Clock::systemUTC));
    }

    /** What all workers need. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Admin.class)
    @Conditional(OnWorker.class)
    @EnableConfigurationProperties(KafkaProperties.class)
    static class KafkaConfiguration {

        @Bean
        KafkaClients millraceKafkaClients(KafkaProperties kafka) {
            return new KafkaClients(kafka);
        }

        @Bean
        StartTask millraceKafkaStart(KafkaClients clients) {
            return new KafkaStart(clients);
        }
    }

    /** The bridge. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(StreamBridge.class)
    @ConditionalOnBooleanProperty("millrace.bridge.enabled")
    @EnableConfigurationProperties(BridgeProperties.class)
    static class BridgeConfiguration {

        @Bean
        BridgeAssembly millraceBridgeAssembly(
                BridgeProperties bridge,
                KafkaProperties kafka,
                KafkaClients clients,
                DynamoConnection connection,
                MillraceModules modules,
                MillraceProperties properties,
                Environment environment) {
            new ShutdownTime(environment).require("millrace.bridge.drain-timeout", bridge.drainTimeout());
            boolean local = properties.dynamodb().endpoint() != null;
            return new BridgeAssembly(bridge, kafka, clients, connection, modules, local);
        }

        @Bean
        StartTask millraceBridgeTopics(BridgeAssembly assembly) {
            return assembly::createTopics;
        }

        @Bean
        Workers millraceBridgeWorkers(
                BridgeAssembly assembly, ObjectProvider<BridgeListenerFactory> listeners, ObjectProvider<Clock> clock) {
            return assembly.workers(listeners.orderedStream().toList(), clock.getIfUnique(Clock::systemUTC));
        }

        @Bean
        Leases millraceLeases(BridgeAssembly assembly) {
            return new Leases(assembly.leases(), Schedulers.parallel());
        }
    }

    /** The sinks. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SinkRunner.class)
    @Conditional(OnRunningSink.class)
    @Import(AssemblyConfiguration.class)
    static class SinkConfiguration {

        @Bean
        Workers millraceSinkWorkers(SinkAssembly assembly, MillraceModules modules, Environment environment) {
            ShutdownTime shutdown = new ShutdownTime(environment);
            List<FedSink> sinks = FedSink.configured(modules);
            sinks.forEach(fed -> shutdown.require(
                    "millrace.sinks.*.drain-timeout", fed.options().drainTimeout()));
            return assembly.workers(sinks);
        }
    }

    /** The handlers. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SinkRunner.class)
    @Conditional(OnHandlers.class)
    @EnableConfigurationProperties(DataSyncProperties.class)
    @Import(AssemblyConfiguration.class)
    static class HandlerConfiguration {

        @Bean
        Workers millraceDataSyncWorkers(
                SinkAssembly assembly,
                MillraceModules modules,
                DataSyncProperties settings,
                ListableBeanFactory beans,
                Environment environment) {
            new ShutdownTime(environment).require("millrace.data-sync.drain-timeout", settings.drainTimeout());
            RunnerOptions options =
                    RunnerOptions.defaults().withLanes(settings.lanes()).withDrainTimeout(settings.drainTimeout());
            return assembly.workers(HandlerBeans.in(beans, modules, options));
        }
    }

    /** Says what is missing when a bridge is asked for that is not there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("dev.millrace.bridge.StreamBridge")
    @ConditionalOnBooleanProperty("millrace.bridge.enabled")
    static class MissingBridgeConfiguration {

        MissingBridgeConfiguration() {
            throw new SettingsException(
                    "millrace.bridge.enabled is true, and the bridge is not on the class path",
                    "Add the dependency dev.millrace:millrace-stream-bridge.");
        }
    }

    /** Says what is missing when a sink is to be fed and the runner is not there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("dev.millrace.sink.runner.SinkRunner")
    @Conditional(OnRunningSink.class)
    static class MissingRunnerConfiguration {

        MissingRunnerConfiguration() {
            throw new SettingsException(
                    "a setting millrace.sinks.*.run is true, and the runner is not on the class path",
                    "Add the dependency dev.millrace:millrace-sink-runner.");
        }
    }
}
