/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import dev.millrace.command.CommandService;
import dev.millrace.command.OutcomeUnknownException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Random rounds on a write side, each compared with the model. Whoever asks for the same seed gets the same rounds; if
 * the write side is one of a single thread, also the same answers.
 */
public final class ModelRun {

    private static final int SHOWN = 15;
    private static final int STEPS_PER_GENERATION = 250;
    private static final int CRASH_PERCENT = 2;

    private final long seed;
    private final Random random;
    private final WriteSide real;
    private final WriteSideModel model;
    private final List<CommandService> services = new ArrayList<>();
    private final RandomRounds rounds;
    private final List<Operation> unknown = new ArrayList<>();
    private final Deque<String> last = new ArrayDeque<>();

    private ModelRun(WriteSide real, long seed) {
        this.real = real;
        this.seed = seed;
        this.random = new Random(seed);
        this.model = new WriteSideModel(real);
        this.rounds = new RandomRounds(random, model, services);
    }

    /** Runs so many steps; fails with the seed, the step and the last steps before it when the model objects. */
    public static void of(WriteSide real, long seed, int steps) {
        new ModelRun(real, seed).run(steps);
    }

    private void run(int steps) {
        int step = 0;
        try {
            restart();
            for (; step < steps; step++) {
                if (step % STEPS_PER_GENERATION == 0) {
                    endGeneration();
                    rounds.turnTo("s%d-%d".formatted(seed, step));
                }
                step();
            }
            endGeneration();
        } catch (RuntimeException | Violation violation) {
            throw new Violation(
                    "seed %d, step %d: %s%nthe last steps:%n%s"
                            .formatted(seed, step, violation.getMessage(), String.join(System.lineSeparator(), last)),
                    violation);
        }
    }

    private void step() {
        if (random.nextInt(100) < CRASH_PERCENT) {
            restart();
        }
        play(rounds.next(), true);
    }

    /** What the services knew is gone; what they had under way has ended before. */
    private void restart() {
        note("restart");
        services.clear();
        List.of(true, true, false).forEach(caching -> services.add(real.service(caching)));
    }

    private void play(Round round, boolean faults) {
        note(round.toString());
        List<Verdict> verdicts = model.verdicts(round);
        if (faults) {
            real.arm(new Random(random.nextLong()));
        }
        List<Answer> answers = round.run(real);
        boolean disturbed = real.disarm();
        note("    " + answers + (disturbed ? " disturbed" : ""));
        model.check(round, verdicts, answers, disturbed);
        rememberUnknown(round, answers);
    }

    private void rememberUnknown(Round round, List<Answer> answers) {
        for (int i = 0; i < answers.size(); i++) {
            Operation operation = round.operations().get(i);
            boolean alone = round.kind() != Round.Kind.ATOMIC && !operation.isDuplicate();
            if (alone && answers.get(i).is(OutcomeUnknownException.class)) {
                unknown.add(operation);
            }
        }
    }

    /** Publishes again whatever is unknown, which has to settle it, and looks at everything. */
    private void endGeneration() {
        unknown.forEach(operation -> play(Round.single(operation, services.get(0)), false));
        unknown.clear();
        model.checkAll();
        model.forget();
    }

    private void note(String line) {
        if (last.size() == 2 * SHOWN) {
            last.removeFirst();
        }
        last.addLast(line);
    }
}
