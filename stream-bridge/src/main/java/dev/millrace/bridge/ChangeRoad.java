/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import reactor.core.publisher.Mono;

/** The way of one shard's changes to the topic; what cannot travel is set aside. */
final class ChangeRoad {

    private final ShardId shard;
    private final ChangePublisher publisher;
    private final BridgeEvents events;

    ChangeRoad(ShardId shard, ChangePublisher publisher, BridgeEvents events) {
        this.shard = shard;
        this.publisher = publisher;
        this.events = events;
    }

    ShardId shard() {
        return shard;
    }

    Mono<Void> publish(SequenceNumber at, ChangeRecord change) {
        return publisher
                .publish(change)
                .doOnSuccess(done -> events.changePublished(shard, change))
                .onErrorResume(
                        UnpublishableChangeException.class,
                        cause -> setAside(letter(at, change.key(), change.version(), cause)));
    }

    Mono<Void> setAside(DeadLetter letter) {
        return publisher.setAside(letter).doOnSuccess(done -> events.deadLettered(letter));
    }

    DeadLetter letter(SequenceNumber at, ItemKey key, Version version, Throwable cause) {
        return new DeadLetter(
                shard, at, key.partition().text(), key.sort().at(version).text(), cause);
    }
}
