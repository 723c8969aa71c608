/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.actuator;

import dev.millrace.spring.MillraceAutoConfiguration;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.worker.MillraceWorkerAutoConfiguration;
import dev.millrace.spring.worker.SinkOperations;
import dev.millrace.spring.worker.Workers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

/** Health and the endpoint, where the application has Actuator. */
@AutoConfiguration(
        after = {MillraceAutoConfiguration.class, MillraceWorkerAutoConfiguration.class},
        afterName =
                "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnBooleanProperty(name = "millrace.enabled", matchIfMissing = true)
public final class MillraceActuatorAutoConfiguration {

    /** For Spring. */
    MillraceActuatorAutoConfiguration() {}

    /** Health. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ReactiveHealthIndicator.class, HealthEndpointGroups.class})
    static class HealthConfiguration {

        @Bean
        @ConditionalOnEnabledHealthIndicator("millrace-tables")
        ReactiveHealthIndicator millraceTablesHealthIndicator(MillraceModules modules) {
            return new TablesHealth(modules, Schedulers.parallel());
        }

        @Bean
        @ConditionalOnEnabledHealthIndicator("millrace-workers")
        ReactiveHealthIndicator millraceWorkersHealthIndicator(ObjectProvider<Workers> workers) {
            return new WorkersHealth(workers.orderedStream().toList());
        }

        @Bean
        @ConditionalOnEnabledHealthIndicator("millrace-flow")
        ReactiveHealthIndicator millraceFlowHealthIndicator(ObjectProvider<Workers> workers) {
            return new FlowHealth(workers.orderedStream().toList());
        }

        @Bean
        HealthGroups millraceHealthGroups() {
            return new HealthGroups();
        }
    }

    /** The endpoint. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
    static class EndpointConfiguration {

        @Bean
        @ConditionalOnAvailableEndpoint
        MillraceEndpoint millraceEndpoint(
                MillraceModules modules, ObjectProvider<Workers> workers, SinkOperations operations) {
            return new MillraceEndpoint(modules, workers.orderedStream().toList(), operations);
        }
    }
}
