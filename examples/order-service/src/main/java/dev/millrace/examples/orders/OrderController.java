/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders;

import dev.millrace.command.Command;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.UserContext;
import dev.millrace.data.ItemQuery;
import dev.millrace.data.PageToken;
import dev.millrace.data.VersionToken;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import dev.millrace.item.Version;
import dev.millrace.payload.Payloads;
import dev.millrace.spring.MillraceModule;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.web.LiveItems;
import dev.millrace.spring.web.RequiresRole;
import dev.millrace.spring.web.VersionedResponses;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Orders of the caller's tenant, by their number. */
@RestController
@Tag(name = "Orders")
@RequestMapping("/orders")
class OrderController {

    private static final String TYPE = "ORDER";

    private final MillraceModule module;
    private final Payloads payloads;
    private final VersionedResponses responses;
    private final LiveItems live;

    OrderController(MillraceModules modules, Payloads payloads, VersionedResponses responses, LiveItems live) {
        this.module = modules.module("order");
        this.payloads = payloads;
        this.responses = responses;
        this.live = live;
    }

    /** Creates the order with {@code If-None-Match: *}, changes it with {@code If-Match: "3"}. */
    @PutMapping("/{number}")
    Mono<ResponseEntity<Void>> put(
            @PathVariable String number,
            ExpectedVersion expected,
            @Valid @RequestBody OrderForm form,
            UserContext caller) {
        ItemKey key = key(caller, number);
        return expected == ExpectedVersion.absent()
                ? published(Mono.just(Command.create(key, payloads.content(form.toOrder()))))
                : published(changing(key, expected, order -> form.toOrder()));
    }

    @PostMapping("/{number}/cancel")
    @RequiresRole("admin")
    Mono<ResponseEntity<Void>> cancel(@PathVariable String number, ExpectedVersion expected, UserContext caller) {
        return published(changing(key(caller, number), expected, Order::cancelled));
    }

    private Mono<ResponseEntity<Void>> published(Mono<Command> command) {
        return command.flatMap(module.commands()::publishAsync)
                .flatMap(outcome -> responses.published(module, outcome));
    }

    /**
     * The command that changes the order as the client has seen it. A recorded version never changes, so what is decided
     * here still holds when the command is recorded, or the command is not.
     */
    private Mono<Command> changing(ItemKey key, ExpectedVersion expected, UnaryOperator<Order> change) {
        Mono<RecordedCommand> seen = expected instanceof ExpectedVersion.Exactly exactly
                ? module.commands().getItem(key, exactly.version())
                : module.commands().getLatestItem(key);
        return seen.switchIfEmpty(Mono.error(() -> refusal(HttpStatus.PRECONDITION_FAILED, "there is no such version")))
                .map(recorded -> {
                    Order order = payloads.read(recorded, Order.class);
                    if (!order.isOpen()) {
                        throw refusal(HttpStatus.CONFLICT, "the order is cancelled");
                    }
                    return Command.update(key, recorded.version(), payloads.content(change.apply(order)));
                });
    }

    /** Reads the data table; with the token of an earlier answer, no older a version than the one it stands for. */
    @GetMapping("/{number}")
    Mono<ResponseEntity<OrderView>> get(
            @PathVariable String number,
            @RequestHeader(VersionedResponses.VERSION_TOKEN) Optional<VersionToken> seen,
            UserContext caller) {
        ItemKey key = key(caller, number);
        return seen.map(token -> module.data().getItem(key, token))
                .orElseGet(() -> module.data().getItem(key))
                .map(item -> responses.item(item, found -> view(found.state())))
                .switchIfEmpty(Mono.error(() -> refusal(HttpStatus.NOT_FOUND, "there is no such order")));
    }

    @GetMapping
    Mono<Orders> list(
            @RequestParam(defaultValue = "20") int limit,
            @RequestParam(defaultValue = "") PageToken page,
            UserContext caller) {
        return module.data()
                .listItemsByPk(
                        new PartitionKey(TYPE, caller.tenant()), ItemQuery.all().limit(limit), page)
                .map(found -> new Orders(
                        found.items().stream().map(item -> view(item.state())).toList(),
                        found.next().text()));
    }

    /** A page of orders, and what the next one is asked for with; empty after the last. */
    record Orders(List<OrderView> orders, String next) {}

    /** All versions, from the command table: complete as soon as a command is answered. */
    @GetMapping("/{number}/history")
    Flux<OrderView> history(@PathVariable String number, UserContext caller) {
        return module.history().versions(key(caller, number)).map(version -> view(version.state()));
    }

    /** All versions, and those to come as they do; after a break, those after {@code Last-Event-ID}. */
    @GetMapping(value = "/{number}/changes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<OrderView>> changes(
            @PathVariable String number, @RequestHeader("Last-Event-ID") Optional<Long> last, UserContext caller) {
        Version after = Version.of(last.orElse(0L));
        return live.changes(module, key(caller, number), after, version -> view(version.state()));
    }

    /** How far a version has come: recorded, then applied by each read model. */
    @GetMapping(value = "/{number}/progress/{version}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<LiveItems.Progress>> progress(
            @PathVariable String number, @PathVariable long version, UserContext caller) {
        return live.progress(module, key(caller, number), Version.of(version));
    }

    private OrderView view(ItemState state) {
        return OrderView.of(state, payloads);
    }

    private static ItemKey key(UserContext caller, String number) {
        return new ItemKey(new PartitionKey(TYPE, caller.tenant()), SortKey.of(number));
    }

    private static ResponseStatusException refusal(HttpStatus status, String reason) {
        return new ResponseStatusException(status, reason);
    }
}
