/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.command.CommandService;
import dev.millrace.data.DataService;
import dev.millrace.history.HistoryService;
import dev.millrace.sink.AppliedVersions;
import java.util.List;
import java.util.function.Function;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers each module's services, qualified by the module's name: {@code @Qualifier("order") CommandService}. The bean
 * of a service is called {@code orderCommandService}; where the application has one of that name, it stays.
 */
final class ModuleBeans implements ImportBeanDefinitionRegistrar, EnvironmentAware {

    private Environment environment;

    @SuppressWarnings("NullAway.Init") // Spring calls setEnvironment before anything else
    ModuleBeans() {}

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        BeanFactory beans = (ConfigurableListableBeanFactory) registry;
        for (String module : modules()) {
            register(registry, beans, module, CommandService.class, MillraceModule::commands);
            register(registry, beans, module, DataService.class, MillraceModule::data);
            register(registry, beans, module, HistoryService.class, MillraceModule::history);
            register(registry, beans, module, AppliedVersions.class, MillraceModule::applied);
        }
    }

    private List<String> modules() {
        return Binder.get(environment)
                .bind("millrace.modules", Bindable.listOf(String.class))
                .orElseGet(List::of);
    }

    private static <T> void register(
            BeanDefinitionRegistry registry,
            BeanFactory beans,
            String module,
            Class<T> type,
            Function<MillraceModule, T> service) {
        String name = module + type.getSimpleName();
        if (registry.containsBeanDefinition(name)) {
            return;
        }
        RootBeanDefinition definition = new RootBeanDefinition(type);
        definition.setInstanceSupplier(
                () -> service.apply(beans.getBean(MillraceModules.class).module(module)));
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, module));
        registry.registerBeanDefinition(name, definition);
    }
}
