/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.watch;

import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.ChangePublisherFactory;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.change.ChangeRecord;
import dev.millrace.chaos.history.Fact;
import reactor.core.publisher.Mono;

/** Publishers that are watched. */
public record WatchedPublishers(ChangePublisherFactory publishers, Watch watch, Travelling travelling)
        implements ChangePublisherFactory {

    @Override
    public Mono<ChangePublisher> open(int maxInFlight) {
        Mono<ChangePublisher> opened = publishers.open(maxInFlight).map(Watched::new);
        return watch.before(CrashPoint.BRIDGE_PUBLISHER_OPENED, opened);
    }

    private final class Watched implements ChangePublisher {

        private final ChangePublisher publisher;

        Watched(ChangePublisher publisher) {
            this.publisher = publisher;
        }

        @Override
        public Mono<Void> publish(ChangeRecord change) {
            Fact fact = Fact.of(change);
            return watch.behind(CrashPoint.BRIDGE_BEFORE_PUBLISH, () -> watch.before(
                            CrashPoint.BRIDGE_PUBLISHED_UNHEARD, publisher.publish(change))
                    .doOnSuccess(done -> travelling.arrived(watch, fact)));
        }

        @Override
        public Mono<Void> setAside(DeadLetter letter) {
            return watch.behind(
                    CrashPoint.BRIDGE_BEFORE_SET_ASIDE,
                    () -> watch.before(CrashPoint.BRIDGE_SET_ASIDE_UNHEARD, publisher.setAside(letter)));
        }

        @Override
        public Mono<Void> close() {
            return publisher.close();
        }
    }
}
