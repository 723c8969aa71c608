/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders;

import dev.millrace.context.UserContext;
import dev.millrace.data.DataItem;
import dev.millrace.data.ItemQuery;
import dev.millrace.data.PageToken;
import dev.millrace.data.VersionToken;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Version;
import dev.millrace.payload.Payloads;
import dev.millrace.spring.MillraceModule;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.web.LiveItems;
import dev.millrace.spring.web.VersionedResponses;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What can be known of orders of the caller's tenant by their numbers. */
@RestController
@Tag(name = "Orders")
@RequestMapping("/orders")
class OrderQueries {

    private final MillraceModule module;
    private final Payloads payloads;
    private final VersionedResponses responses;
    private final LiveItems live;

    OrderQueries(MillraceModules modules, Payloads payloads, VersionedResponses responses, LiveItems live) {
        this.module = modules.module("order");
        this.payloads = payloads;
        this.responses = responses;
        this.live = live;
    }

    /** Reads the data table; with the token of an earlier answer, no older a version than the one it stands for. */
    @GetMapping("/{number}")
    Mono<ResponseEntity<OrderView>> get(
            @PathVariable String number,
            @RequestHeader(VersionedResponses.VERSION_TOKEN) Optional<VersionToken> seen,
            UserContext caller) {
        ItemKey key = Order.key(caller.tenant(), number);
        Mono<DataItem> order = seen.map(token -> module.data().getItem(key, token))
                .orElseGet(() -> module.data().getItem(key));
        return order.map(found -> responses.item(found, item -> view(item.state())))
                .switchIfEmpty(
                        Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "there is no such order")));
    }

    @GetMapping
    Mono<Orders> list(
            @RequestParam(defaultValue = "20") int limit,
            @RequestParam(defaultValue = "") PageToken page,
            UserContext caller) {
        return module.data()
                .listItemsByPk(Order.partition(caller.tenant()), ItemQuery.all().limit(limit), page)
                .map(found -> new Orders(
                        found.items().stream().map(item -> view(item.state())).toList(),
                        found.next().text()));
    }

    /** A page of orders, and what the next one is asked for with; empty after the last. */
    record Orders(List<OrderView> orders, String next) {}

    /** All versions, from the command table: complete as soon as a command is answered. */
    @GetMapping("/{number}/history")
    Flux<OrderView> history(@PathVariable String number, UserContext caller) {
        return module.history().versions(Order.key(caller.tenant(), number)).map(version -> view(version.state()));
    }

    /** All versions, and those to come as they do; after a break, those after {@code Last-Event-ID}. */
    @GetMapping(value = "/{number}/changes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<OrderView>> changes(
            @PathVariable String number, @RequestHeader("Last-Event-ID") Optional<Long> last, UserContext caller) {
        Version after = Version.of(last.orElse(0L));
        return live.changes(module, Order.key(caller.tenant(), number), after, version -> view(version.state()));
    }

    /** How far a version has come: recorded, then applied by each read model. */
    @GetMapping(value = "/{number}/progress/{version}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<LiveItems.Progress>> progress(
            @PathVariable String number, @PathVariable long version, UserContext caller) {
        return live.progress(module, Order.key(caller.tenant(), number), Version.of(version));
    }

    private OrderView view(ItemState state) {
        return OrderView.of(state, payloads);
    }
}
