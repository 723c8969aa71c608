/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.actuator;

import dev.millrace.spring.MillraceModule;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.worker.WorkerStatus;
import dev.millrace.spring.worker.Workers;
import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/millrace}: the modules of this application, and how its workers are doing. */
@Endpoint(id = "millrace")
public final class MillraceEndpoint {

    private final MillraceModules modules;
    private final List<Workers> workers;

    MillraceEndpoint(MillraceModules modules, List<Workers> workers) {
        this.modules = modules;
        this.workers = List.copyOf(workers);
    }

    /** Returns what there is now. */
    @ReadOperation
    public Overview overview() {
        return new Overview(
                modules.all().stream().map(MillraceEndpoint::module).toList(),
                workers.stream().flatMap(group -> group.statuses().stream()).toList());
    }

    private static Module module(MillraceModule module) {
        return new Module(
                module.id().toString(),
                module.id().commandTable(),
                module.id().dataTable(),
                module.id().changesTopic(),
                module.sinks().stream().map(known -> known.sink().name().text()).toList());
    }

    /**
     * What the endpoint shows.
     *
     * @param modules the modules
     * @param workers the workers of this process
     */
    public record Overview(List<Module> modules, List<WorkerStatus> workers) {

        /** Copies the lists. */
        public Overview {
            modules = List.copyOf(modules);
            workers = List.copyOf(workers);
        }
    }

    /**
     * A module.
     *
     * @param id environment, application and name
     * @param commandTable the table of recorded commands
     * @param dataTable the table of the items' latest states
     * @param topic the topic on which changes travel
     * @param sinks the sinks that this application knows
     */
    public record Module(String id, String commandTable, String dataTable, String topic, List<String> sinks) {

        /** Copies the list. */
        public Module {
            sinks = List.copyOf(sinks);
        }
    }
}
