/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Delivers a list, notes what is asked of it, and stays open like a real log unless told to end. */
final class ListSource implements ChangeSource {

    final List<Long> acknowledged = Collections.synchronizedList(new ArrayList<>());
    final AtomicLong delivered = new AtomicLong();
    final AtomicInteger commits = new AtomicInteger();
    final AtomicInteger cancellations = new AtomicInteger();
    final List<Delivery> deliveries = new ArrayList<>();
    private boolean ends;
    private long tenure;

    static ListSource of(ChangeRecord... changes) {
        ListSource source = new ListSource();
        Stream.of(changes).forEach(source::add);
        return source;
    }

    ListSource thatEnds() {
        ends = true;
        return this;
    }

    /** What is added from here on was read by somebody else before. */
    ListSource inTenure(long newTenure) {
        tenure = newTenure;
        return this;
    }

    ListSource add(ChangeRecord change) {
        return add(new Delivery.Decoded(change), 1);
    }

    ListSource add(Delivery.Content content, int bytes) {
        deliveries.add(new Listed(deliveries.size(), content, bytes));
        return this;
    }

    List<Long> offsets() {
        return LongStream.range(0, deliveries.size()).boxed().toList();
    }

    @Override
    public Flux<Delivery> deliveries() {
        return Flux.fromIterable(deliveries)
                .doOnNext(delivery -> delivered.incrementAndGet())
                .concatWith(ends ? Flux.empty() : Flux.never())
                .doOnCancel(cancellations::incrementAndGet);
    }

    @Override
    public Mono<Void> commit() {
        return Mono.fromRunnable(commits::incrementAndGet);
    }

    private final class Listed implements Delivery {

        private final long offset;
        private final Content content;
        private final int bytes;
        private final long deliveredIn = tenure;

        Listed(long offset, Content content, int bytes) {
            this.offset = offset;
            this.content = content;
            this.bytes = bytes;
        }

        @Override
        public Position position() {
            return new Position("changes", 0, offset);
        }

        @Override
        public Content content() {
            return content;
        }

        @Override
        public long tenure() {
            return deliveredIn;
        }

        @Override
        public int bytes() {
            return bytes;
        }

        @Override
        public void acknowledge() {
            acknowledged.add(offset);
        }
    }
}
