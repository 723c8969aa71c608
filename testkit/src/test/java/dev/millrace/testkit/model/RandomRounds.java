/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import dev.millrace.command.Command;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.item.Attributes;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Draws what to do next: few items and few values, so that everything meets everything. */
final class RandomRounds {

    private static final int ITEMS = 4;
    private static final int MOST_AT_ONCE = 4;
    private static final int STORM = 3;
    private static final String COUNT = "count";

    private final Random random;
    private final WriteSideModel model;
    private final List<CommandService> services;
    private final List<ItemKey> keys = new ArrayList<>();
    private final List<Round> past = new ArrayList<>();
    private final Map<ItemKey, String> idempotencyKeys = new HashMap<>();

    /** The services are those of the caller, who may replace them. */
    RandomRounds(Random random, WriteSideModel model, List<CommandService> services) {
        this.random = random;
        this.model = model;
        this.services = services;
    }

    /** Turns to items that nobody has touched. */
    void turnTo(String generation) {
        past.clear();
        idempotencyKeys.clear();
        keys.clear();
        IntStream.range(0, ITEMS).forEach(i -> keys.add(ItemKey.of("ORDER", "acme", generation + "-" + i)));
    }

    Round next() {
        int draw = random.nextInt(100);
        if (draw < 20 && !past.isEmpty()) {
            return again(past.get(random.nextInt(past.size())));
        }
        Round round = draw < 70 ? single() : draw < 82 ? concurrent() : draw < 93 ? atomic() : stream();
        past.add(round);
        return round;
    }

    /** The same commands once more: one by one, several times at once, or together as they were. */
    private Round again(Round earlier) {
        if (earlier.kind() == Round.Kind.ATOMIC) {
            return new Round(Round.Kind.ATOMIC, earlier.operations(), shuffledServices());
        }
        Operation one = pick(earlier.operations());
        return one.isDuplicate() || random.nextInt(4) > 0
                ? Round.single(one, pick(services))
                : new Round(Round.Kind.CONCURRENT, Collections.nCopies(STORM, one), shuffledServices());
    }

    private Round single() {
        ItemKey key = pick(keys);
        return Round.single(random.nextInt(10) == 0 ? duplicate(key) : operation(key, isVisible()), pick(services));
    }

    private Round concurrent() {
        ItemKey hot = pick(keys);
        boolean visible = isVisible();
        List<Operation> operations = Stream.generate(() -> operation(random.nextInt(4) > 0 ? hot : pick(keys), visible))
                .limit(2 + random.nextInt(MOST_AT_ONCE - 1))
                .toList();
        return new Round(Round.Kind.CONCURRENT, operations, shuffledServices());
    }

    private Round stream() {
        List<Operation> operations = Stream.generate(() -> Operation.of(command(pick(keys)), false))
                .limit(2 + random.nextInt(2 * MOST_AT_ONCE))
                .toList();
        return new Round(Round.Kind.STREAM, operations, shuffledServices());
    }

    private Round atomic() {
        List<ItemKey> shuffled = new ArrayList<>(keys);
        Collections.shuffle(shuffled, random);
        List<Operation> operations = shuffled.stream()
                .limit(2 + random.nextInt(2))
                .map(this::partOfTransaction)
                .toList();
        return new Round(Round.Kind.ATOMIC, operations, shuffledServices());
    }

    /** Mostly a new command; at times one that may have been published before, alone or among others. */
    private Operation partOfTransaction(ItemKey key) {
        List<Command> earlier = past.stream()
                .flatMap(round -> round.operations().stream())
                .map(Operation::command)
                .filter(command -> command != null && command.key().equals(key))
                .toList();
        boolean again = random.nextInt(4) == 0 && !earlier.isEmpty();
        return Operation.of(again ? pick(earlier) : command(key), false);
    }

    private Operation duplicate(ItemKey key) {
        return Operation.duplicating(key, presence(key));
    }

    private boolean isVisible() {
        return random.nextInt(3) == 0;
    }

    private Operation operation(ItemKey key, boolean visible) {
        return random.nextInt(3) == 0 ? Operation.of(patch(key), visible) : Operation.of(command(key), visible);
    }

    private Command command(ItemKey key) {
        Command command =
                switch (random.nextInt(4)) {
                    case 0 -> Command.create(key, content());
                    case 1 -> Command.put(key, content());
                    default -> Command.of(key, someVersion(key), content());
                };
        return random.nextInt(4) > 0 ? command : command.withIdempotencyKey(idempotencyKey(command));
    }

    /** A key of its own if the command names a version; else at times the one that the item had before. */
    private String idempotencyKey(Command command) {
        boolean anew = command.expected() != ExpectedVersion.latest() || random.nextInt(3) == 0;
        return anew
                ? command.id().text()
                : idempotencyKeys.compute(
                        command.key(),
                        (key, known) -> known == null || random.nextInt(3) == 0
                                ? command.id().text()
                                : known);
    }

    private CommandPatch patch(ItemKey key) {
        CommandPatch patch = CommandPatch.of(key, presence(key));
        patch = random.nextInt(4) > 0
                ? patch
                : patch.withIdempotencyKey(patch.id().text());
        return switch (random.nextInt(5)) {
            case 0 -> patch.set("note", note());
            case 1 -> patch.remove("note").named(note());
            case 2 -> patch.deleting();
            case 3 -> patch.restoring().merge(Attributes.of(Map.of("more", Map.of(note(), 1))));
            default -> patch.updating(RandomRounds::countUp);
        };
    }

    private static ItemContent countUp(ItemContent content) {
        Attributes attributes = content.attributes();
        BigDecimal count = attributes.has(COUNT) ? attributes.number(COUNT) : BigDecimal.ZERO;
        return content.withAttributes(Attributes.of(Map.of(COUNT, count.add(BigDecimal.ONE))));
    }

    /** Any version, or the latest; for what cannot expect an item to be absent. */
    private ExpectedVersion presence(ItemKey key) {
        ExpectedVersion version = someVersion(key);
        return version == ExpectedVersion.absent() || random.nextBoolean() ? ExpectedVersion.latest() : version;
    }

    /** Mostly the version that the item is at. */
    private ExpectedVersion someVersion(ItemKey key) {
        long version = model.item(key).version();
        int draw = random.nextInt(10);
        long chosen = draw < 7 ? version : draw == 7 ? version + 1 : random.nextInt((int) version + 1);
        return ExpectedVersion.exactly(Version.of(chosen));
    }

    private ItemContent content() {
        ItemContent content = ItemContent.of("", Attributes.of(Map.of("note", note())));
        return random.nextInt(8) == 0 ? content.withDeleted(true) : content;
    }

    private String note() {
        return pick(List.of("a", "b", "c"));
    }

    private List<CommandService> shuffledServices() {
        List<CommandService> shuffled = new ArrayList<>(services);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
