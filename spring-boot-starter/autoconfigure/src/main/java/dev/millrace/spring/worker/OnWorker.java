/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds where the bridge or a sink is to run. */
final class OnWorker extends SpringBootCondition {

    OnWorker() {}

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        boolean runs = environment.getProperty("millrace.bridge.enabled", Boolean.class, false)
                || OnRunningSink.isIn(environment);
        return new ConditionOutcome(runs, "a worker " + (runs ? "is" : "is not") + " to run");
    }
}
