/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.bridge.PublishingFailedException;
import dev.millrace.bridge.UnpublishableChangeException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.chaos.history.Event.SetAside;
import dev.millrace.chaos.history.Fact;
import dev.millrace.item.VersionedSortKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** A producer: keeps the order within a partition, and after one failure takes no more. */
final class SimPublisher implements ChangePublisher {

    private final World world;
    private final SimTopic topic;
    private final SimProcess worker;
    private final Set<String> oversized;
    private final long[] lastDue = new long[SimTopic.PARTITIONS];
    private final boolean[] broken = new boolean[SimTopic.PARTITIONS];
    private final Set<MonoSink<Void>> unanswered = new LinkedHashSet<>();
    private boolean failed;

    SimPublisher(World world, SimTopic topic, SimProcess worker, Set<String> oversized) {
        this.world = world;
        this.topic = topic;
        this.worker = worker;
        this.oversized = oversized;
    }

    @Override
    public Mono<Void> publish(ChangeRecord change) {
        return Mono.create(answer -> {
            if (failed) {
                answer.error(new PublishingFailedException("the producer has failed", null));
            } else if (worker.isAlive()) {
                unanswered.add(answer);
                send(change, answer);
                if (world.has(Sabotage.KAFKA_ANSWERS_TOO_SOON)) {
                    heard(answer);
                }
            }
        });
    }

    private void send(ChangeRecord change, MonoSink<Void> answer) {
        int partition = topic.partitionOf(change);
        long travel = world.happens(Trouble.ACKNOWLEDGEMENT_LATE)
                ? world.between("acknowledgement", 300, 3_000)
                : world.between("publish", 1, 30);
        long soonest = world.has(Sabotage.KAFKA_REORDERS) ? 0 : lastDue[partition];
        lastDue[partition] = Math.max(soonest, world.nowMillis() + travel);
        world.later(lastDue[partition] - world.nowMillis(), () -> land(change, partition, answer));
    }

    /** What was sent arrives, also from a worker that is no more. */
    private void land(ChangeRecord change, int partition, MonoSink<Void> answer) {
        if (broken[partition]) {
            return;
        }
        if (oversized.contains(Fact.of(change).toString())) {
            answer(answer, new UnpublishableChangeException("the change is too large for a Kafka record", null));
        } else if (!failed && world.happens(Trouble.PUBLICATION_FAILS)) {
            broken[partition] = true;
            fail();
        } else if (!failed && world.happens(Trouble.PUBLICATION_OVERTAKEN)) {
            fail();
        } else {
            topic.append(change, partition);
            heard(answer);
        }
    }

    private void heard(MonoSink<Void> answer) {
        if (!failed && world.happens(Trouble.PUBLICATION_UNANSWERED)) {
            fail();
        } else if (unanswered.remove(answer)) {
            worker.whenAwake(answer::success);
        }
    }

    private void answer(MonoSink<Void> answer, Throwable failure) {
        if (unanswered.remove(answer)) {
            worker.whenAwake(() -> answer.error(failure));
        }
    }

    private void fail() {
        failed = true;
        List.copyOf(unanswered)
                .forEach(answer -> answer(answer, new PublishingFailedException("no acknowledgement", null)));
    }

    @Override
    public Mono<Void> setAside(DeadLetter letter) {
        return Mono.create(answer -> worker.whenAwake(() -> world.later(world.between("aside", 1, 30), () -> {
            VersionedSortKey key = VersionedSortKey.parse(letter.sortKey());
            String item = letter.partitionKey() + "#" + key.sort();
            world.note(new SetAside(new Fact(item, key.version().value())));
            worker.whenAwake(answer::success);
        })));
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> {
            if (!failed) {
                fail();
            }
        });
    }
}
