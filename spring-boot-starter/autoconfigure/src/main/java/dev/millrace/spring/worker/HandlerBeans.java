/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.runner.DataSyncHandler;
import dev.millrace.sink.runner.DataSyncSink;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.spring.MillraceModule;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.SettingsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/** Finds the handlers among the beans. One that is there twice is taken once. */
final class HandlerBeans {

    private final MillraceModules modules;
    private final RunnerOptions options;
    private final Map<String, Class<?>> seen = new HashMap<>();
    private final List<FedSink> found = new ArrayList<>();

    private HandlerBeans(MillraceModules modules, RunnerOptions options) {
        this.modules = modules;
        this.options = DataSyncSink.options(options);
    }

    /** Fails with {@link SettingsException} for a bean that cannot be called as it says. */
    static List<FedSink> in(ListableBeanFactory beans, MillraceModules modules, RunnerOptions options) {
        HandlerBeans handlers = new HandlerBeans(modules, options);
        for (String bean : beans.getBeanDefinitionNames()) {
            DataSync wish = beans.findAnnotationOnBean(bean, DataSync.class, false);
            if (wish != null) {
                handlers.add(bean, handler(bean, beans.getBean(bean)), wish);
            }
        }
        return List.copyOf(handlers.found);
    }

    private static DataSyncHandler handler(String name, Object bean) {
        if (bean instanceof DataSyncHandler handler) {
            return handler;
        }
        throw new SettingsException(
                "bean %s has @DataSync and is no DataSyncHandler".formatted(name),
                "Have it implement dev.millrace.sink.runner.DataSyncHandler, or take the annotation away.");
    }

    private void add(String bean, DataSyncHandler handler, DataSync wish) {
        ChangeSink sink = DataSyncSink.of(handler);
        for (String module : wish.value()) {
            if (isNew(module, sink, handler)) {
                found.add(new FedSink(module(bean, module), sink, options));
            }
        }
    }

    private MillraceModule module(String bean, String module) {
        return modules.all().stream()
                .filter(known -> known.id().module().equals(module))
                .findFirst()
                .orElseThrow(() -> new SettingsException(
                        "@DataSync of bean %s names \"%s\", which is not among millrace.modules"
                                .formatted(bean, module),
                        "Add it to millrace.modules, or correct its name at the bean."));
    }

    private boolean isNew(String module, ChangeSink sink, DataSyncHandler handler) {
        Class<?> type = ClassUtils.getUserClass(handler);
        @Nullable Class<?> before = seen.putIfAbsent(module + "/" + sink.name(), type);
        if (before != null && before != type) {
            throw new SettingsException(
                    "%s and %s are both called \"%s\" in module %s"
                            .formatted(before.getName(), type.getName(), handler.type(), module),
                    "Have their method type() return different names.");
        }
        return before == null;
    }
}
