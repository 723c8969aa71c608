/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.offload.PayloadOffload;
import dev.millrace.sink.SinkName;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** What feeds sinks and handlers, where there are some to be fed. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TenantLagProperties.class)
class AssemblyConfiguration {

    private static final SinkName DATA_TABLE = SinkName.of("data-table");

    /** Innermost, so that what is observed is what the sink was told. The data table keeps pointers as they come. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SinkCustomizer millraceWholePayloads(ObjectProvider<PayloadOffload> offload) {
        PayloadOffload unique = offload.getIfUnique();
        return (module, sink) -> unique == null || sink.name().equals(DATA_TABLE) ? sink : unique.sink(sink);
    }

    @Bean
    SinkAssembly millraceSinkAssembly(
            KafkaClients clients,
            KafkaProperties kafka,
            TenantLagProperties lag,
            ObjectProvider<SinkCustomizer> customizers,
            ObjectProvider<SinkListenerFactory> listeners,
            ObjectProvider<SinkLagListener> lagListeners,
            ObjectProvider<Clock> clock) {
        return new SinkAssembly(
                clients,
                new SinkAssembly.LagQuestions(kafka.lagInterval(), lag.all(), lag.sample()),
                SinkAssembly.Observers.of(customizers, listeners, lagListeners),
                clock.getIfUnique(Clock::systemUTC));
    }
}
