/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds where a bean has {@link DataSync}, and is to be called. */
final class OnHandlers extends SpringBootCondition implements ConfigurationCondition {

    OnHandlers() {}

    /** Once the application's own beans are known. */
    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean holds = holds(context);
        return new ConditionOutcome(holds, "a handler " + (holds ? "is" : "is not") + " to be called");
    }

    static boolean holds(ConditionContext context) {
        @Nullable ConfigurableListableBeanFactory beans = context.getBeanFactory();
        return context.getEnvironment().getProperty("millrace.data-sync.run", Boolean.class, true)
                && beans != null
                && Arrays.stream(beans.getBeanDefinitionNames())
                        .anyMatch(bean -> beans.findAnnotationOnBean(bean, DataSync.class, false) != null);
    }
}
