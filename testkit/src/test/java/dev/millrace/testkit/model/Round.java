/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishResult;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operations that run together, after all earlier rounds and before all later ones. */
record Round(Kind kind, List<Operation> operations, List<CommandService> services) {

    private static final int AT_ONCE = 4;

    enum Kind {
        /** One operation. */
        SINGLE,
        /** Several at once, through several services. */
        CONCURRENT,
        /** Several commands through one service, as a stream. */
        STREAM,
        /** Several commands as one transaction. */
        ATOMIC
    }

    static Round single(Operation operation, CommandService service) {
        return new Round(Kind.SINGLE, List.of(operation), List.of(service));
    }

    CommandService service() {
        return services.get(0);
    }

    /** The end of each operation, in their order. */
    List<Answer> run(WriteSide real) {
        return switch (kind) {
            case SINGLE, CONCURRENT -> real.run(calls());
            case STREAM -> inOrder(real.run(List.of(stream())).get(0));
            case ATOMIC -> real.run(List.of(transaction())).get(0);
        };
    }

    private List<Mono<Answer>> calls() {
        return IntStream.range(0, operations.size())
                .mapToObj(i -> operations.get(i).call().apply(services.get(i % services.size())))
                .map(Answer::of)
                .toList();
    }

    private Mono<List<PublishResult>> stream() {
        Flux<Command> commands = Flux.fromIterable(operations).map(Operation::command);
        return service().publishAll(commands, AT_ONCE).collectList().contextWrite(Answer.CALLER.asContext());
    }

    private List<Answer> inOrder(List<PublishResult> results) {
        IdentityHashMap<Command, Answer> answers = new IdentityHashMap<>();
        results.forEach(result -> answers.put(result.command(), Answer.of(result)));
        Violation.unless(answers.size() == operations.size(), "{} results of {}", results.size(), operations);
        return operations.stream()
                .map(operation -> answers.get(operation.command()))
                .toList();
    }

    private Mono<List<Answer>> transaction() {
        return service()
                .publishAtomically(operations.stream().map(Operation::command).toList())
                .map(outcomes -> outcomes.stream().map(Answer::done).toList())
                .onErrorResume(failure -> Mono.just(Collections.nCopies(operations.size(), Answer.failed(failure))))
                .contextWrite(Answer.CALLER.asContext());
    }

    @Override
    public String toString() {
        return kind + " " + operations;
    }
}
