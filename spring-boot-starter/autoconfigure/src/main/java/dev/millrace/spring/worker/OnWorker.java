/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds where the bridge, a sink or a handler is to run. */
final class OnWorker extends SpringBootCondition implements ConfigurationCondition {

    OnWorker() {}

    /** Once the application's own beans are known. */
    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        boolean runs = environment.getProperty("millrace.bridge.enabled", Boolean.class, false)
                || OnRunningSink.isIn(environment)
                || OnHandlers.holds(context);
        return new ConditionOutcome(runs, "a worker " + (runs ? "is" : "is not") + " to run");
    }
}
