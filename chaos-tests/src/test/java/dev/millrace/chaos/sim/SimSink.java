/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.chaos.history.Contents;
import dev.millrace.chaos.history.Event.Applied;
import dev.millrace.chaos.history.Event.Shown;
import dev.millrace.chaos.history.Fact;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** A read model that is slow, down, deaf or choosy, and guards its rows by version. */
final class SimSink implements ChangeSink {

    static final SinkName NAME = SinkName.of("read-model");

    private final World world;
    private final Set<String> refused;
    private final Set<String> choking;
    private final Map<ItemKey, ChangeRecord> rows = new HashMap<>();
    private long downUntil;

    SimSink(World world, Set<String> refused, Set<String> choking) {
        this.world = world;
        this.refused = refused;
        this.choking = choking;
    }

    @Override
    public SinkName name() {
        return NAME;
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Mono.defer(() -> world.pause(travel()).then(Mono.defer(() -> write(changes))));
    }

    private long travel() {
        return world.happens(Trouble.SINK_SLOW) ? world.between("slow", 200, 1_500) : world.between("sink", 1, 20);
    }

    private Mono<List<SinkOutcome>> write(List<ChangeRecord> changes) {
        if (world.happens(Trouble.SINK_HANGS)) {
            return Mono.never();
        }
        if (world.happens(Trouble.SINK_DOWN)) {
            downUntil = world.nowMillis() + world.between("down", 500, 3_000);
        }
        if (world.nowMillis() < downUntil) {
            return Mono.error(new StoreUnavailableException("the sink is down", null));
        }
        if (changes.stream().anyMatch(change -> is(choking, change))) {
            return Mono.error(new IllegalStateException("the sink chokes"));
        }
        List<SinkOutcome> outcomes = changes.stream().map(this::write).toList();
        return world.happens(Trouble.SINK_UNHEARD)
                ? Mono.error(new StoreUnavailableException("the answer is lost", null))
                : Mono.just(outcomes);
    }

    private SinkOutcome write(ChangeRecord change) {
        if (is(refused, change)) {
            return SinkOutcome.refused(new IllegalStateException("refused"));
        }
        if (world.happens(Trouble.SINK_DEFERS)) {
            return SinkOutcome.deferred(new StoreUnavailableException("not now", null));
        }
        if (!change.version().isAfter(version(change.key())) && !world.has(Sabotage.ROWS_UNGUARDED)) {
            return SinkOutcome.stale();
        }
        rows.put(change.key(), change);
        world.note(new Applied(NAME.text(), Fact.of(change), world.now()));
        return SinkOutcome.applied();
    }

    private static boolean is(Set<String> marked, ChangeRecord change) {
        return marked.contains(Fact.of(change).toString());
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return Mono.fromSupplier(() -> version(key));
    }

    private Version version(ItemKey key) {
        return rows.containsKey(key) ? rows.get(key).version() : Version.NONE;
    }

    /** Cannot be reached for so long. */
    void goDown(Duration outage) {
        downUntil = world.nowMillis() + outage.toMillis();
    }

    /** Writes down what it shows. */
    void show() {
        String lie = world.has(Sabotage.ROWS_FALSIFIED) ? "not " : "";
        rows.values().forEach(row -> world.note(new Shown(NAME.text(), Fact.of(row), lie + Contents.of(row.state()))));
    }

    /** Tells whether it holds the version or a later one. */
    boolean holds(Fact fact) {
        return version(ItemKey.parse(fact.item())).value() >= fact.version();
    }
}
