/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.change.ChangeRecord;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;

/** How old changes are when they arrive. Where the clocks of two machines disagree, an age is never below zero. */
final class Ages {

    private final Timer timer;
    private final Clock clock;

    Ages(String name, Tags tags, MeterRegistry registry, Clock clock) {
        this.timer = Timer.builder(name).tags(tags).register(registry);
        this.clock = clock;
    }

    void record(ChangeRecord change) {
        Duration age = Duration.between(change.state().audit().updated().at(), clock.instant());
        timer.record(age.isNegative() ? Duration.ZERO : age);
    }
}
