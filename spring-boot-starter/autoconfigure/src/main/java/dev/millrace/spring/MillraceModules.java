/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The application's modules, by name: those of {@code millrace.modules}. */
public final class MillraceModules {

    private final Map<String, MillraceModule> modules;

    MillraceModules(Collection<MillraceModule> modules) {
        Map<String, MillraceModule> byName = new LinkedHashMap<>();
        modules.forEach(module -> byName.put(module.id().module(), module));
        this.modules = byName;
    }

    /** Returns the module of that name; fails with {@link SettingsException} if there is none. */
    public MillraceModule module(String name) {
        @Nullable MillraceModule module = modules.get(name);
        if (module == null) {
            throw new SettingsException(
                    "there is no module \"%s\" among millrace.modules=%s".formatted(name, modules.keySet()),
                    "Add it to millrace.modules, or correct its name where it is used.");
        }
        return module;
    }

    /** All of them, in the order of the setting. */
    public List<MillraceModule> all() {
        return List.copyOf(modules.values());
    }
}
