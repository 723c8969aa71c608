/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.watch;

import dev.millrace.chaos.history.Event.Delivered;
import dev.millrace.chaos.history.Event.Done;
import dev.millrace.chaos.history.Fact;
import dev.millrace.sink.runner.ChangeSource;
import dev.millrace.sink.runner.Delivery;
import dev.millrace.sink.runner.Position;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A source whose deliveries are watched. */
public record WatchedChangeSource(ChangeSource source, Watch watch) implements ChangeSource {

    @Override
    public Flux<Delivery> deliveries() {
        return watch.before(CrashPoint.RUNNER_DELIVERED, source.deliveries().map(this::watched));
    }

    private Delivery watched(Delivery delivery) {
        Position at = delivery.position();
        if (delivery.content() instanceof Delivery.Decoded decoded) {
            watch.see(new Delivered(watch.process(), at.partition(), at.offset(), Fact.of(decoded.change())));
        }
        return new WatchedDelivery(delivery, watch);
    }

    @Override
    public Mono<Void> commit() {
        return source.commit();
    }

    /** A delivery that is watched; whoever knows the source's own kind unwraps it. */
    record WatchedDelivery(Delivery inner, Watch watch) implements Delivery {

        @Override
        public Position position() {
            return inner.position();
        }

        @Override
        public Content content() {
            return inner.content();
        }

        @Override
        public int bytes() {
            return inner.bytes();
        }

        @Override
        public void acknowledge() {
            if (watch.passes(CrashPoint.RUNNER_BEFORE_ACKNOWLEDGE)) {
                inner.acknowledge();
                watch.see(new Done(
                        watch.process(), position().partition(), position().offset()));
                watch.passes(CrashPoint.RUNNER_ACKNOWLEDGED);
            }
        }
    }
}
