/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.sink.ChangeSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the sinks that the settings name, and the data table of each module, which every application knows. */
final class KnownSinks implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KnownSinks.class);

    private final List<KnownSink> sinks = new ArrayList<>();

    KnownSinks(Map<String, SinkSettings> settings, List<SinkKind> kinds, List<DynamoModule> modules) {
        Map<String, SinkKind> byKind = new LinkedHashMap<>();
        kinds.forEach(kind -> byKind.put(kind.kind(), kind));
        requireModules(settings, modules);
        settings.forEach((name, setting) -> addConfigured(name, setting, byKind, modules));
        addDataTables(byKind, modules);
        requireDistinctNames();
    }

    private static void requireModules(Map<String, SinkSettings> settings, List<DynamoModule> modules) {
        List<String> known =
                modules.stream().map(module -> module.id().module()).toList();
        settings.forEach((name, setting) -> setting.modules().stream()
                .filter(module -> !known.contains(module))
                .findFirst()
                .ifPresent(module -> {
                    throw new SettingsException(
                            "millrace.sinks.%s.modules names \"%s\", which is not among millrace.modules=%s"
                                    .formatted(name, module, known),
                            "Add it to millrace.modules, or correct its name.");
                }));
    }

    private void addConfigured(
            String name, SinkSettings setting, Map<String, SinkKind> kinds, List<DynamoModule> modules) {
        String wanted = setting.kind().isEmpty() ? name : setting.kind();
        SinkKind kind = kinds.get(wanted);
        if (kind == null) {
            throw new SettingsException(
                    "millrace.sinks.%s is of the kind \"%s\", which is not on the class path; known are %s"
                            .formatted(name, wanted, kinds.keySet()),
                    "Set millrace.sinks.%s.kind to one of these, or add the dependency that brings it."
                            .formatted(name));
        }
        modules.stream()
                .filter(module -> setting.modules().isEmpty()
                        || setting.modules().contains(module.id().module()))
                .forEach(module -> sinks.add(new KnownSink(module.id(), kind.create(name, module, setting), setting)));
    }

    private void addDataTables(Map<String, SinkKind> kinds, List<DynamoModule> modules) {
        SinkKind kind = kinds.get(DataTableKind.KIND);
        if (kind == null) {
            return;
        }
        SinkSettings settings = SinkSettings.unmentioned(DataTableKind.KIND);
        modules.stream()
                .filter(module -> of(module).noneMatch(known -> isDataTable(known.sink())))
                .forEach(module ->
                        sinks.add(new KnownSink(module.id(), kind.create(kind.kind(), module, settings), settings)));
    }

    private static boolean isDataTable(ChangeSink sink) {
        return sink.name().text().equals(DataTableKind.KIND);
    }

    private void requireDistinctNames() {
        for (KnownSink known : sinks) {
            long same = sinks.stream()
                    .filter(other -> other.module().equals(known.module())
                            && other.sink().name().equals(known.sink().name()))
                    .count();
            if (same > 1) {
                throw new SettingsException(
                        "%d sinks of module %s are called \"%s\""
                                .formatted(
                                        same,
                                        known.module().module(),
                                        known.sink().name()),
                        "Leave one of them for this module under millrace.sinks.");
            }
        }
    }

    Stream<KnownSink> of(DynamoModule module) {
        return sinks.stream().filter(known -> known.module().equals(module.id()));
    }

    @Override
    public void close() {
        sinks.stream().map(KnownSink::sink).forEach(KnownSinks::close);
    }

    private static void close(ChangeSink sink) {
        if (sink instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                log.warn("sink {} did not close: {}", sink.name(), e.getClass().getName());
            }
        }
    }
}
