/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.spring.SettingsException;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Sees that Spring waits longer for a worker than the worker waits for what is in flight. */
final class ShutdownTime {

    private static final String SPRING = "spring.lifecycle.timeout-per-shutdown-phase";

    private final Duration phase;

    ShutdownTime(Environment environment) {
        this.phase = Binder.get(environment).bind(SPRING, Duration.class).orElseGet(() -> Duration.ofSeconds(30));
    }

    void require(String setting, Duration drain) {
        if (drain.compareTo(phase) >= 0) {
            throw new SettingsException(
                    "%s is %d s, and %s is %d s: what is in flight would be cut off"
                            .formatted(setting, drain.toSeconds(), SPRING, phase.toSeconds()),
                    "Make %s the longer of the two.".formatted(SPRING));
        }
    }
}
