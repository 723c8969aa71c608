/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.dynamodb.RequestListener;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.spring.CommandServiceCustomizer;
import dev.millrace.spring.MillraceAutoConfiguration;
import dev.millrace.spring.worker.BridgeListenerFactory;
import dev.millrace.spring.worker.MillraceWorkerAutoConfiguration;
import dev.millrace.spring.worker.SinkCustomizer;
import dev.millrace.spring.worker.SinkLagListener;
import dev.millrace.spring.worker.SinkListenerFactory;
import dev.millrace.spring.worker.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Observations and meters, where the application has registries for them. */
@AutoConfiguration(
        before = {MillraceAutoConfiguration.class, MillraceWorkerAutoConfiguration.class},
        afterName = {
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnBooleanProperty(
        name = {"millrace.enabled", "millrace.observation.enabled"},
        matchIfMissing = true)
public final class MillraceObservationAutoConfiguration {

    /** For Spring. */
    MillraceObservationAutoConfiguration() {}

    /** Observations of commands. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    @ConditionalOnBean(ObservationRegistry.class)
    static class PublishConfiguration {

        @Bean
        CommandServiceCustomizer millraceObservedCommands(
                ObservationRegistry registry, ObjectProvider<PublishObservationConvention> convention) {
            PublishObservationConvention own = convention.getIfAvailable(StandardPublishConvention::new);
            return (module, service) ->
                    new ObservedCommandService(service, new PublishObservations(module, registry, own));
        }
    }

    /** Counters of requests. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class RequestMeterConfiguration {

        @Bean
        RequestListener millraceRequestMeters(MeterRegistry registry) {
            return new RequestMeters(registry);
        }
    }

    /** Observations of bridges. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ObservationRegistry.class, BridgeListener.class})
    @ConditionalOnBean(ObservationRegistry.class)
    static class BridgeConfiguration {

        @Bean
        BridgeListenerFactory millraceObservedBridges(
                ObservationRegistry registry, ObjectProvider<BridgeObservationConvention> convention) {
            BridgeObservationConvention own = convention.getIfAvailable(StandardBridgeConvention::new);
            return module -> new BridgeObservations(module, registry, own);
        }
    }

    /** Observations of sinks. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ObservationRegistry.class, SinkRunner.class})
    @ConditionalOnBean(ObservationRegistry.class)
    static class SinkConfiguration {

        @Bean
        @Order(0)
        SinkCustomizer millraceObservedSinks(
                ObservationRegistry registry, ObjectProvider<SinkObservationConvention> convention) {
            SinkObservationConvention own = convention.getIfAvailable(StandardSinkConvention::new);
            return (module, sink) -> new ObservedSink(module, sink, registry, own);
        }
    }

    /** Meters of bridges. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({MeterRegistry.class, BridgeListener.class})
    @ConditionalOnBean(MeterRegistry.class)
    static class BridgeMeterConfiguration {

        @Bean
        BridgeListenerFactory millraceBridgeMeters(MeterRegistry registry, ObjectProvider<Clock> clock) {
            return module -> new BridgeMeters(module, registry, clock.getIfUnique(Clock::systemUTC));
        }

        @Bean
        MeterBinder millraceBridgeLagMeters(ObjectProvider<Workers> workers) {
            return new BridgeLagMeters(workers);
        }
    }

    /** Meters of sinks. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({MeterRegistry.class, SinkRunner.class})
    @ConditionalOnBean(MeterRegistry.class)
    static class SinkMeterConfiguration {

        @Bean
        SinkListenerFactory millraceSinkMeters(MeterRegistry registry, ObjectProvider<Clock> clock) {
            return (module, sink) -> new SinkMeters(module, sink, registry, clock.getIfUnique(Clock::systemUTC));
        }

        @Bean
        SinkLagListener millraceSinkLagMeters(MeterRegistry registry, ObjectProvider<Clock> clock) {
            return (module, sink) -> new SinkLagMeters(module, sink, registry, clock.getIfUnique(Clock::systemUTC));
        }

        @Bean
        @Order(1)
        SinkCustomizer millraceMeteredSinks(MeterRegistry registry) {
            return (module, sink) -> new MeteredSink(module, sink, registry);
        }
    }
}
