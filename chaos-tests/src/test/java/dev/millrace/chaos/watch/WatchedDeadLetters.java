/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.watch;

import dev.millrace.chaos.history.Event.GivenUp;
import dev.millrace.chaos.history.Event.Parked;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.watch.WatchedChangeSource.WatchedDelivery;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.DeadLetters;
import dev.millrace.sink.runner.Delivery;
import reactor.core.publisher.Mono;

/** Dead letters that are watched, of deliveries that are. */
public record WatchedDeadLetters(DeadLetters deadLetters, SinkName sink, Watch watch) implements DeadLetters {

    @Override
    public Mono<Void> put(Delivery delivery, Throwable cause, int attempts) {
        Delivery inner = ((WatchedDelivery) delivery).inner();
        return watch.behind(
                CrashPoint.RUNNER_BEFORE_DEAD_LETTER,
                () -> watch.before(
                        CrashPoint.RUNNER_DEAD_LETTER_UNHEARD,
                        deadLetters.put(inner, cause, attempts).doOnSuccess(done -> note(inner, cause, attempts))));
    }

    private void note(Delivery delivery, Throwable cause, int attempts) {
        if (delivery.content() instanceof Delivery.Decoded decoded) {
            watch.see(new Parked(
                    sink.text(),
                    Fact.of(decoded.change()),
                    cause.getClass().getSimpleName(),
                    attempts,
                    delivery.position().toString()));
            watch.see(new GivenUp(sink.text(), Fact.of(decoded.change())));
        }
    }
}
