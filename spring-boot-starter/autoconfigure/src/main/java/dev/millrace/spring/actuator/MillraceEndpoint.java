/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.actuator;

import dev.millrace.item.InvalidValueException;
import dev.millrace.spring.MillraceModule;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.worker.ParkedStatus;
import dev.millrace.spring.worker.SinkOperations;
import dev.millrace.spring.worker.WorkerStatus;
import dev.millrace.spring.worker.Workers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import reactor.core.publisher.Mono;

/**
 * {@code /actuator/millrace}: the modules of this application, how its workers are doing, and what people can do about its
 * sinks. Read-only unless {@code management.endpoint.millrace.access} is {@code unrestricted}.
 */
@Endpoint(id = "millrace", defaultAccess = Access.READ_ONLY)
public final class MillraceEndpoint {

    private static final int MOST_PARKED = 100;

    private final MillraceModules modules;
    private final List<Workers> workers;
    private final SinkOperations operations;

    MillraceEndpoint(MillraceModules modules, List<Workers> workers, SinkOperations operations) {
        this.modules = modules;
        this.workers = List.copyOf(workers);
        this.operations = operations;
    }

    /** What people can have a sink do. */
    public enum Action {
        /** Take no more changes, in this process, until it is resumed. */
        PAUSE,
        /** Take changes again, and try again what it has refused. */
        RESUME,
        /** Have what is parked applied, by whichever process feeds the sink. */
        REDRIVE
    }

    /** Returns what there is now. */
    @ReadOperation
    public Overview overview() {
        return new Overview(
                modules.all().stream().map(MillraceEndpoint::module).toList(),
                workers.stream().flatMap(group -> group.statuses().stream()).toList());
    }

    /**
     * Emits the first 100 items that are parked for a sink. The caller is the request's: without a tenant, its roles must
     * open every tenant.
     *
     * @param tenant whose items; null for every tenant's
     */
    @ReadOperation
    public Mono<List<ParkedStatus>> parked(@Selector String module, @Selector String sink, @Nullable String tenant) {
        return operations
                .parked(module, sink, text(tenant), "")
                .take(MOST_PARKED)
                .map(ParkedStatus::of)
                .collectList()
                .onErrorMap(InvalidValueException.class, MillraceEndpoint::refused);
    }

    /**
     * Has a sink pause, resume or redrive. The caller is the request's; its roles must open every tenant, unless a tenant or
     * an item is named for a redrive.
     *
     * @param tenant whose items are redriven; null for every tenant's
     * @param item the id of the only item that is redriven; null for all of them
     */
    @WriteOperation
    public Mono<Done> act(
            @Selector String module,
            @Selector String sink,
            @Selector Action action,
            @Nullable String tenant,
            @Nullable String item) {
        Mono<Done> done =
                switch (action) {
                    case PAUSE -> operations.pause(module, sink).thenReturn(new Done(action, 0));
                    case RESUME -> operations.resume(module, sink).thenReturn(new Done(action, 0));
                    case REDRIVE ->
                        operations
                                .redrive(module, sink, text(tenant), text(item))
                                .map(items -> new Done(action, items));
                };
        return done.onErrorMap(InvalidValueException.class, MillraceEndpoint::refused);
    }

    private static InvalidEndpointRequestException refused(InvalidValueException invalid) {
        String reason = "%s %s".formatted(invalid.what(), invalid.rule());
        return new InvalidEndpointRequestException(reason, reason);
    }

    private static String text(@Nullable String parameter) {
        return parameter == null ? "" : parameter;
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
     * What was done.
     *
     * @param action what
     * @param items how many items wait for a redrive because of it
     */
    public record Done(Action action, long items) {}

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
