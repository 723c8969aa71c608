/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.context.InvokeContext;
import dev.millrace.item.InvalidValueException;
import dev.millrace.spring.MillraceModule;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.worker.Workers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** What the page is shown of the process that answers it: of several behind one address, any may. */
final class ThisProcess {

    private static final HttpStatusCode MISDIRECTED = HttpStatusCode.valueOf(421);

    private final MillraceModules modules;
    private final List<Workers> workers;
    private final LagReadings readings;
    private final Duration refresh;
    private final Clock clock;
    private final String name = name();

    ThisProcess(MillraceModules modules, List<Workers> workers, LagReadings readings, Duration refresh, Clock clock) {
        this.modules = modules;
        this.workers = List.copyOf(workers);
        this.readings = readings;
        this.refresh = refresh;
        this.clock = clock;
    }

    /** A name that people find again among their machines, and that no two processes share. */
    private static String name() {
        String host = System.getenv().getOrDefault("HOSTNAME", "process");
        return "%s-%d-%s"
                .formatted(
                        host,
                        ProcessHandle.current().pid(),
                        UUID.randomUUID().toString().substring(0, 4));
    }

    Overview overview(InvokeContext caller, boolean readOnly) {
        return new Overview(
                name,
                clock.instant(),
                refresh.toMillis(),
                readOnly,
                caller.user().userId(),
                caller.user().tenant().code(),
                modules.all().stream().map(Overview.Module::of).toList(),
                workers.stream()
                        .flatMap(group -> group.statuses().stream())
                        .map(WorkerView::of)
                        .toList(),
                readings.columns());
    }

    /** Returns the module; fails with {@link InvalidValueException} if there is none of that name. */
    MillraceModule module(String module) {
        return modules.all().stream()
                .filter(known -> known.id().module().equals(module))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidValueException("module", module, "must be one of this application's modules"));
    }

    /** Completes if this is the process of that name; else the answer is 421, and another try may reach it. */
    Mono<Void> require(String process) {
        return process.equals(name)
                ? Mono.empty()
                : Mono.error(() -> new ResponseStatusException(MISDIRECTED, "another process answers"));
    }
}
