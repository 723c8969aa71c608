/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders;

import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.UserContext;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemKey;
import dev.millrace.payload.Payloads;
import dev.millrace.spring.MillraceModule;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.web.RequiresRole;
import dev.millrace.spring.web.VersionedResponses;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.function.UnaryOperator;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** What can be done to orders of the caller's tenant. */
@RestController
@Tag(name = "Orders")
@RequestMapping("/orders/{number}")
class OrderCommands {

    private final MillraceModule module;
    private final CommandService commands;
    private final Payloads payloads;
    private final VersionedResponses responses;

    OrderCommands(MillraceModules modules, Payloads payloads, VersionedResponses responses) {
        this.module = modules.module("order");
        this.commands = module.commands();
        this.payloads = payloads;
        this.responses = responses;
    }

    /** Creates the order with {@code If-None-Match: *}, changes it with {@code If-Match: "3"}. */
    @PutMapping
    Mono<ResponseEntity<Void>> put(
            @PathVariable String number,
            ExpectedVersion expected,
            @Valid @RequestBody OrderForm form,
            UserContext caller) {
        ItemKey key = Order.key(caller.tenant(), number);
        return expected == ExpectedVersion.absent()
                ? published(Mono.just(Command.create(key, payloads.content(form.toOrder()))))
                : published(changing(key, expected, order -> form.toOrder()));
    }

    @PostMapping("/cancel")
    @RequiresRole("admin")
    Mono<ResponseEntity<Void>> cancel(@PathVariable String number, ExpectedVersion expected, UserContext caller) {
        return published(changing(Order.key(caller.tenant(), number), expected, Order::cancelled));
    }

    private Mono<ResponseEntity<Void>> published(Mono<Command> command) {
        return command.flatMap(commands::publishAsync).flatMap(outcome -> responses.published(module, outcome));
    }

    /** The command that changes the order as the client has seen it. */
    private Mono<Command> changing(ItemKey key, ExpectedVersion expected, UnaryOperator<Order> change) {
        Mono<RecordedCommand> seen = expected instanceof ExpectedVersion.Exactly exactly
                ? commands.getItem(key, exactly.version())
                : commands.getLatestItem(key);
        return seen.map(recorded -> changed(recorded, change))
                .switchIfEmpty(Mono.error(() -> refusal(HttpStatus.PRECONDITION_FAILED, "there is no such version")));
    }

    /** A recorded version never changes: what is decided on it holds when the command is recorded, or the command is not. */
    private Command changed(RecordedCommand seen, UnaryOperator<Order> change) {
        Order order = payloads.read(seen, Order.class);
        if (!order.isOpen()) {
            throw refusal(HttpStatus.CONFLICT, "the order is cancelled");
        }
        return Command.update(seen.key(), seen.version(), payloads.content(change.apply(order)));
    }

    private static ResponseStatusException refusal(HttpStatus status, String reason) {
        return new ResponseStatusException(status, reason);
    }
}
