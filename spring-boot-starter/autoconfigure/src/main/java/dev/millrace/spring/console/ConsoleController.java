/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.spring.worker.Leases;
import dev.millrace.spring.worker.ShardLease;
import dev.millrace.spring.worker.SinkOperations;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What the page asks for and has done. Each method asks first whether its caller may. */
@RestController
@RequestMapping(ConsolePages.PATH + "/api")
final class ConsoleController {

    private final ConsoleAccess access;
    private final ThisProcess process;
    private final SinkOperations operations;
    private final ObjectProvider<Leases> leases;

    ConsoleController(
            ConsoleAccess access, ThisProcess process, SinkOperations operations, ObjectProvider<Leases> leases) {
        this.access = access;
        this.process = process;
        this.operations = operations;
        this.leases = leases;
    }

    @GetMapping("/overview")
    Mono<Overview> overview() {
        return access.look().map(caller -> process.overview(caller, access.readOnly()));
    }

    /** Emits nothing where no bridge runs. */
    @GetMapping("/leases")
    Mono<List<ShardLease>> leases() {
        return access.look()
                .flatMap(caller -> Mono.justOrEmpty(leases.getIfAvailable()))
                .flatMap(Leases::read)
                .defaultIfEmpty(List.of());
    }

    @GetMapping("/parked/{module}/{sink}")
    Mono<ParkedPage> parked(
            @PathVariable String module,
            @PathVariable String sink,
            @RequestParam(defaultValue = "") String tenant,
            @RequestParam(defaultValue = "") String after) {
        return access.look()
                .flatMapMany(caller -> operations.parked(module, sink, tenant, after))
                .take(ParkedPage.SIZE + 1)
                .collectList()
                .map(ParkedPage::of);
    }

    @GetMapping("/history/{module}")
    Mono<Timeline> history(
            @PathVariable String module, @RequestParam String item, @RequestParam(defaultValue = "0") long before) {
        return access.look().flatMap(caller -> ItemTimelines.read(process.module(module), ItemKey.parse(item), before));
    }

    @PostMapping(path = "/sinks/{module}/{sink}/{action}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Done> act(
            @PathVariable String module,
            @PathVariable String sink,
            @PathVariable String action,
            @RequestBody Order order,
            @RequestHeader HttpHeaders headers) {
        return access.act(headers)
                .flatMap(caller -> done(module, sink, action, order))
                .map(Done::new);
    }

    private Mono<Long> done(String module, String sink, String action, Order order) {
        return switch (action) {
            case "pause" ->
                process.require(order.process())
                        .then(operations.pause(module, sink))
                        .thenReturn(0L);
            case "resume" ->
                process.require(order.process())
                        .then(operations.resume(module, sink))
                        .thenReturn(0L);
            case "redrive" -> operations.redrive(module, sink, order.tenant(), order.item());
            case "discard" -> operations.discard(module, sink, order.item());
            default -> Mono.error(new InvalidValueException("action", action, "must be one that the console has"));
        };
    }

    /**
     * What is to be done to what.
     *
     * @param process the process whose sink is paused or resumed
     * @param tenant whose items are redriven; empty for every tenant's
     * @param item the only item that is redriven or discarded; empty for all that the tenant has parked
     */
    record Order(String process, String tenant, String item) {

        Order {
            process = process == null ? "" : process;
            tenant = tenant == null ? "" : tenant;
            item = item == null ? "" : item;
        }
    }

    /**
     * What was done.
     *
     * @param items how many items that concerns
     */
    record Done(long items) {}
}
