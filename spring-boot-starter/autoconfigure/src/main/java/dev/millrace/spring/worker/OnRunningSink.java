/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.spring.SinkSettings;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds where a sink is to be fed. */
final class OnRunningSink extends SpringBootCondition {

    OnRunningSink() {}

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean runs = isIn(context.getEnvironment());
        return new ConditionOutcome(runs, "a sink " + (runs ? "is" : "is not") + " to be fed");
    }

    static boolean isIn(Environment environment) {
        return Binder.get(environment)
                .bind("millrace.sinks", Bindable.mapOf(String.class, SinkSettings.class))
                .orElseGet(Map::of)
                .values()
                .stream()
                .anyMatch(SinkSettings::run);
    }
}
