/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Arm;
import dev.millrace.benchmarks.measure.Block;
import dev.millrace.benchmarks.measure.Usage;
import dev.millrace.change.ChangeRecord;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Changes into a sink, batch by batch. They are made beforehand, which counts for nothing: a runner has them. */
final class Batches implements Arm {

    private final ChangeSink sink;
    private final int size;
    private final boolean again;
    private long next;
    private Block making = Block.of(0, () -> {});

    private Batches(ChangeSink sink, int size, boolean again) {
        this.sink = sink;
        this.size = size;
        this.again = again;
    }

    /** Changes of items that are not there yet. */
    static Batches of(ChangeSink sink, int size) {
        return new Batches(sink, size, false);
    }

    /** The same changes, again and again. */
    static Batches replaying(ChangeSink sink, int size) {
        return new Batches(sink, size, true);
    }

    @Override
    public void run(long changes) {
        List<List<ChangeRecord>> batches = new ArrayList<>();
        making = Block.of(changes, () -> {
            for (long left = changes; left > 0; left -= size) {
                batches.add(batch((int) Math.min(left, size)));
            }
        });
        batches.forEach(this::apply);
    }

    private List<ChangeRecord> batch(int count) {
        List<ChangeRecord> changes = changes(again ? 0 : next, count);
        next += count;
        return changes;
    }

    private void apply(List<ChangeRecord> changes) {
        List<SinkOutcome> outcomes = sink.apply(changes).blockOptional().orElseThrow();
        if (outcomes.stream().anyMatch(SinkOutcome.Refused.class::isInstance)) {
            throw new IllegalStateException("a change was refused");
        }
    }

    private static List<ChangeRecord> changes(long first, int count) {
        return LongStream.range(first, first + count)
                .mapToObj(n -> Orders.change(Orders.key("order", n), 1))
                .toList();
    }

    @Override
    public long asideNanos() {
        return making.wallNanos();
    }

    @Override
    public Usage asideUsage() {
        return making.usage();
    }
}
