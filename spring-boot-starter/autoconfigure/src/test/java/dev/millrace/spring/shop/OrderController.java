/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.shop;

import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.context.InvokeContext;
import dev.millrace.data.DataService;
import dev.millrace.data.VersionToken;
import dev.millrace.item.Attributes;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import dev.millrace.item.Version;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.web.LiveItems;
import dev.millrace.spring.web.RequiresRole;
import dev.millrace.spring.web.Unguarded;
import dev.millrace.spring.web.VersionedResponses;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Orders, as an application would serve them. */
@RestController
@RequestMapping("/orders")
public class OrderController {

    private final CommandService commands;
    private final DataService data;
    private final MillraceModules modules;
    private final VersionedResponses responses;
    private final LiveItems live;

    public OrderController(
            CommandService commands,
            DataService data,
            MillraceModules modules,
            VersionedResponses responses,
            LiveItems live) {
        this.commands = commands;
        this.data = data;
        this.modules = modules;
        this.responses = responses;
        this.live = live;
    }

    @PostMapping("/{id}")
    public Mono<ResponseEntity<Void>> create(
            @PathVariable String id, @RequestBody Map<String, Object> order, InvokeContext caller) {
        return commands.publishAsync(Command.create(key(caller, id), Attributes.of(order)))
                .flatMap(outcome -> responses.published(modules.module("order"), outcome));
    }

    @PutMapping("/{id}")
    public Mono<ResponseEntity<Void>> change(
            @PathVariable String id,
            @RequestBody Map<String, Object> order,
            ExpectedVersion expected,
            InvokeContext caller) {
        return commands.publishAsync(Command.of(key(caller, id), expected, Attributes.of(order)))
                .flatMap(outcome -> responses.published(modules.module("order"), outcome));
    }

    @GetMapping("/{id}")
    public Mono<ResponseEntity<Map<String, Object>>> get(
            @PathVariable String id,
            @RequestHeader(VersionedResponses.VERSION_TOKEN) Optional<VersionToken> token,
            InvokeContext caller) {
        ItemKey key = key(caller, id);
        return token.map(seen -> data.getItem(key, seen))
                .orElseGet(() -> data.getItem(key))
                .map(item -> responses.item(item, found -> found.attributes().asMap()))
                .defaultIfEmpty(ResponseEntity.notFound().build());
    }

    @GetMapping("/of/{tenant}/{id}")
    public Mono<Map<String, Object>> getOf(@PathVariable String tenant, @PathVariable String id) {
        return data.getItem(ItemKey.of("ORDER", tenant, id))
                .map(item -> item.attributes().asMap());
    }

    @DeleteMapping("/{id}")
    @RequiresRole("admin")
    public Mono<String> delete(@PathVariable String id, InvokeContext caller) {
        return Mono.just(caller.user().userId());
    }

    @GetMapping("/whoami")
    public Mono<String> whoAmI(InvokeContext argument) {
        return InvokeContext.current().delayElement(Duration.ofMillis(5)).map(current -> "%s@%s %s %s %s"
                .formatted(
                        current.user().userId(),
                        current.user().tenant(),
                        current.sourceIp(),
                        current.origin().requestId(),
                        current.equals(argument)));
    }

    @GetMapping("/open")
    @Unguarded
    public Mono<String> open() {
        return InvokeContext.current().map(caller -> "known").onErrorReturn("unknown");
    }

    @GetMapping(value = "/{id}/changes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public Flux<ServerSentEvent<Map<String, Object>>> changes(
            @PathVariable String id, @RequestHeader("Last-Event-ID") Optional<Long> last, InvokeContext caller) {
        Version after = Version.of(last.orElse(0L));
        return live.changes(modules.module("order"), key(caller, id), after, command -> command.content()
                .attributes()
                .asMap());
    }

    @GetMapping(value = "/{id}/progress/{version}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public Flux<ServerSentEvent<LiveItems.Progress>> progress(
            @PathVariable String id, @PathVariable long version, InvokeContext caller) {
        return live.progress(modules.module("order"), key(caller, id), Version.of(version));
    }

    private static ItemKey key(InvokeContext caller, String id) {
        return new ItemKey(new PartitionKey("ORDER", caller.user().tenant()), SortKey.of(id));
    }
}
