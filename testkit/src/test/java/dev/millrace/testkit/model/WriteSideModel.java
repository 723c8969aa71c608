/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import static dev.millrace.testkit.model.Answer.PATIENCE;
import static dev.millrace.testkit.model.Violation.unless;

import dev.millrace.StoreUnavailableException;
import dev.millrace.command.ItemNotFoundException;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.command.RecordedCommand;
import dev.millrace.command.UnknownVersionException;
import dev.millrace.command.VersionConflictException;
import dev.millrace.data.DataItem;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A write side as simple as it can be: a list of rows for each item. After each round it takes what is new in the log,
 * and objects if that, or the answer that somebody got, is not what the operations allow.
 */
final class WriteSideModel {

    private final WriteSide real;
    private final Map<ItemKey, ModelItem> items = new HashMap<>();

    WriteSideModel(WriteSide real) {
        this.real = real;
    }

    ModelItem item(ItemKey key) {
        return items.computeIfAbsent(key, absent -> new ModelItem());
    }

    /** What each operation has to lead to if it is alone. */
    List<Verdict> verdicts(Round round) {
        return round.operations().stream()
                .map(operation -> item(operation.key()).verdict(operation))
                .toList();
    }

    /**
     * Compares a round with what it did.
     *
     * @param verdicts what it had to lead to, asked before it ran
     * @param disturbed whether a fault was met
     */
    void check(Round round, List<Verdict> verdicts, List<Answer> answers, boolean disturbed) {
        Map<ItemKey, Long> before = takeNewRows(round);
        checkShown(round, answers, disturbed);
        IntStream.range(0, answers.size())
                .forEach(i -> new Check(round, round.operations().get(i), answers.get(i), before, disturbed).run());
        switch (round.kind()) {
            case SINGLE -> checkSingle(round.operations().get(0), verdicts.get(0), answers.get(0), before);
            case ATOMIC -> checkAtomic(round, verdicts, answers, before);
            default -> {
                // who came first is not known, so all that counts is that each answer is true
            }
        }
    }

    private Map<ItemKey, Long> takeNewRows(Round round) {
        Map<ItemKey, Long> before = new LinkedHashMap<>();
        round.operations()
                .forEach(operation -> before.computeIfAbsent(operation.key(), key -> takeNewRows(key, round)));
        return before;
    }

    private long takeNewRows(ItemKey key, Round round) {
        ModelItem item = item(key);
        long before = item.version();
        rows(key, before + 1).forEach(row -> item.take(row, round.operations()));
        return before;
    }

    private void checkShown(Round round, List<Answer> answers, boolean disturbed) {
        for (int i = 0; i < answers.size(); i++) {
            Operation operation = round.operations().get(i);
            PublishOutcome outcome = answers.get(i).outcome();
            if (operation.visible() && outcome != null) {
                item(operation.key()).show(outcome.version());
            }
        }
        round.operations().stream().map(Operation::key).distinct().forEach(key -> {
            boolean mayShowMore =
                    disturbed && round.operations().stream().anyMatch(each -> each.visible() && concern(each, key));
            checkShown(key, mayShowMore);
        });
    }

    private static boolean concern(Operation operation, ItemKey key) {
        return operation.key().equals(key);
    }

    /** Whoever fails after others have recorded for it may have shown what they did. */
    private void checkShown(ItemKey key, boolean mayShowMore) {
        DataItem data = real.data().get(key).block(PATIENCE);
        if (mayShowMore && data != null) {
            item(key).show(data.version());
        }
        RecordedCommand shown = item(key).shown();
        DataItem expected = shown == null ? null : shown.toItem();
        unless(Objects.equals(data, expected), "{} shows {}, not {}", key, data, shown);
    }

    private List<RecordedCommand> rows(ItemKey key, long from) {
        return real.log()
                .list(key, Version.of(from), Version.of(Version.MAX))
                .collectList()
                .block(PATIENCE);
    }

    private static boolean isFault(Answer answer) {
        return answer.is(OutcomeUnknownException.class) || answer.is(StoreUnavailableException.class);
    }

    private void checkSingle(Operation operation, Verdict verdict, Answer answer, Map<ItemKey, Long> before) {
        long newRows = newRows(operation, before);
        unless(isFault(answer) || verdict.allows(answer, newRows), "{} had to be {}", operation, verdict);
    }

    private long newRows(Operation operation, Map<ItemKey, Long> before) {
        return item(operation.key()).version() - before.get(operation.key());
    }

    private void checkAtomic(Round round, List<Verdict> verdicts, List<Answer> answers, Map<ItemKey, Long> before) {
        long due = verdicts.stream().filter(Verdict.RECORDED_NOW::equals).count();
        long written = round.operations().stream()
                .mapToLong(each -> newRows(each, before))
                .sum();
        unless(written == 0 || written >= due, "{} rows of {} are there", written, due);
        if (answers.get(0).failure() == null) {
            IntStream.range(0, answers.size()).forEach(i -> {
                Operation operation = round.operations().get(i);
                checkSingle(operation, verdicts.get(i), answers.get(i), before);
            });
        } else if (!isFault(answers.get(0))) {
            unless(written == 0, "{} rows are there of what failed", written);
            unless(verdicts.stream().anyMatch(Verdict::isFailure), "none of {} was to fail", round);
        }
    }

    /** Compares all that is in the log with the model. */
    void checkAll() {
        items.forEach((key, item) -> unless(rows(key, 1).equals(item.rows()), "the rows of {} have changed", key));
    }

    /** Forgets all items, so that later rounds do not grow slower. */
    void forget() {
        items.clear();
    }

    /** Whether one answer is true, whatever the other operations of its round did. */
    private final class Check {

        private final Round round;
        private final Operation operation;
        private final Answer answer;
        private final long before;
        private final boolean disturbed;
        private final ModelItem item;

        Check(Round round, Operation operation, Answer answer, Map<ItemKey, Long> before, boolean disturbed) {
            this.round = round;
            this.operation = operation;
            this.answer = answer;
            this.before = before.get(operation.key());
            this.disturbed = disturbed;
            this.item = item(operation.key());
        }

        void run() {
            if (answer.outcome() instanceof Recorded recorded) {
                RecordedCommand row = recorded.command();
                unless(item.row(row.version()).equals(row), "{} is not in the log", row);
                unless(operation.wrote(row), "{} is another's", row);
            } else if (answer.outcome() instanceof Unchanged unchanged) {
                checkUnchanged(unchanged.command());
            } else {
                checkFailure();
            }
        }

        private void checkUnchanged(RecordedCommand row) {
            unless(item.row(row.version()).equals(row), "{} is not in the log", row);
            unless(row.version().value() >= before, "{} is not the newest", row);
            unless(!operation.changes(row.content()), "{} is to be changed", row);
            unless(
                    operation.expectsLatest() || row.version().value() + 1 == operation.target(),
                    "{} was not expected",
                    row);
            unless(!item.wasSettled(operation, before), "{} is recorded, not unchanged", operation);
        }

        private void checkFailure() {
            if (answer.failure() instanceof VersionConflictException conflict) {
                checkConflict(conflict.winner());
            } else if (answer.failure() instanceof OutcomeUnknownException unknown) {
                unless(disturbed, "unknown without a fault");
                checkResolvable(unknown);
            } else if (answer.failure() instanceof StoreUnavailableException) {
                unless(disturbed, "unavailable without a fault");
                unless(!isAlone() || item.version() == before, "{} wrote and says it did not", operation);
            } else if (answer.failure() instanceof UnknownVersionException unknown) {
                unless(!concerns(unknown.key()) || operation.target() > before + 1, "that version is there");
            } else if (answer.failure() instanceof ItemNotFoundException missing) {
                unless(!concerns(missing.key()) || (operation.needsItem() && before == 0), "the item is there");
            } else {
                throw new Violation("%s ended in no way it can".formatted(operation), answer.failure());
            }
        }

        /** Of a transaction, a failure tells of one of its commands. */
        private boolean concerns(ItemKey key) {
            return concern(operation, key);
        }

        private boolean isAlone() {
            return round.operations().stream()
                            .filter(each -> each.key().equals(operation.key()))
                            .limit(2)
                            .count()
                    == 1;
        }

        private void checkConflict(RecordedCommand winner) {
            if (concerns(winner.key())) {
                unless(item.row(winner.version()).equals(winner), "the winner {} is not in the log", winner);
                unless(!item.isSettled(operation), "{} lost to itself", operation);
                unless(!operation.expectsLatest(), "{} lost, though any state would do", operation);
                unless(
                        winner.version().value() >= operation.target(),
                        "{} did not stand in the way of {}",
                        winner,
                        operation);
            }
        }

        private void checkResolvable(OutcomeUnknownException unknown) {
            ItemKey key = unknown.key();
            RecordedCommand found = Answer.await(round.service().resolve(key, unknown.commandId()));
            RecordedCommand held = item(key).rows().stream()
                    .filter(row -> row.id().equals(unknown.commandId()))
                    .reduce((earlier, later) -> later)
                    .orElse(null);
            unless(Objects.equals(found, held), "resolves to {}, is {}", found, held);
        }
    }
}
