/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What feeds sinks and handlers, where there are some to be fed. */
@Configuration(proxyBeanMethods = false)
class AssemblyConfiguration {

    @Bean
    SinkAssembly millraceSinkAssembly(
            KafkaClients clients,
            KafkaProperties kafka,
            ObjectProvider<SinkCustomizer> customizers,
            ObjectProvider<SinkListenerFactory> listeners,
            ObjectProvider<SinkLagListener> lagListeners,
            ObjectProvider<Clock> clock) {
        return new SinkAssembly(
                clients,
                kafka.lagInterval(),
                SinkAssembly.Observers.of(customizers, listeners, lagListeners),
                clock.getIfUnique(Clock::systemUTC));
    }
}
