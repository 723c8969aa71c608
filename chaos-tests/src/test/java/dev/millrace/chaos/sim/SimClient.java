/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.chaos.history.Event.Answer;
import dev.millrace.chaos.history.Event.Answered;
import dev.millrace.chaos.history.Event.Invoked;
import dev.millrace.chaos.history.Event.Together;
import dev.millrace.chaos.history.Fact;
import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** A client that asks for one thing after another, and asks again when it is not told what became of it. */
final class SimClient {

    private static final int ITEMS = 5;
    private static final int MOST_ATTEMPTS = 3;
    private static final Fact NONE = new Fact("", 0);

    private final World world;
    private final CommandService commands;
    private final String name;
    private final long until;
    private int asked;

    SimClient(World world, CommandService commands, String name, long until) {
        this.world = world;
        this.commands = commands;
        this.name = name;
        this.until = until;
    }

    void goOn() {
        world.later(world.between(name, 20, 1_500), () -> {
            if (world.nowMillis() < until) {
                ask();
                goOn();
            }
        });
    }

    private void ask() {
        long kind = world.between(name + " asks", 0, 9);
        Command command = put((int) world.between(name + " item", 0, ITEMS - 1));
        if (kind < 6) {
            publish(command, 1);
        } else if (kind < 7) {
            Version guessed = Version.of(world.between(name + " guess", 1, 5));
            publish(Command.update(command.key(), guessed, command.content()), 1);
        } else if (kind < 9) {
            publish(command.deleting(), 1);
        } else {
            publishTogether(List.of(command, put(ITEMS)));
        }
    }

    private Command put(int item) {
        ItemKey key = ItemKey.of("ORDER", "acme", "item-" + item);
        return Command.put(key, Attributes.of(Map.of("said", name + " " + ++asked)));
    }

    private void publish(Command command, int attempt) {
        world.note(new Invoked(command.id().toString(), command.key().id()));
        commands.publishAsync(command)
                .contextWrite(caller(command))
                .subscribe(outcome -> answered(command, outcome), failure -> failed(command, failure, attempt));
    }

    private void publishTogether(List<Command> together) {
        world.note(new Together(
                together.stream().map(command -> command.id().toString()).toList()));
        Mono<List<PublishOutcome>> published = commands.publishAtomically(together);
        published
                .contextWrite(caller(together.get(0)))
                .subscribe(
                        outcomes -> {
                            for (int i = 0; i < outcomes.size(); i++) {
                                answered(together.get(i), outcomes.get(i));
                            }
                        },
                        failure -> {});
    }

    private static Function<Context, Context> caller(Command command) {
        return InvokeContext.system(command.key().tenant()).asContext();
    }

    private void answered(Command command, PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Recorded recorded) {
            Fact fact = new Fact(recorded.key().id(), recorded.version().value());
            world.note(new Answered(command.id().toString(), Answer.OK, fact));
        }
    }

    private void failed(Command command, Throwable failure, int attempt) {
        world.note(new Answered(command.id().toString(), answer(failure), NONE));
        if (failure instanceof OutcomeUnknownException && attempt < MOST_ATTEMPTS) {
            world.later(world.between(name, 20, 1_500), () -> publish(command, attempt + 1));
        }
    }

    private static Answer answer(Throwable failure) {
        if (failure instanceof VersionConflictException) {
            return Answer.CONFLICT;
        }
        return failure instanceof OutcomeUnknownException ? Answer.UNKNOWN : Answer.FAILED;
    }
}
