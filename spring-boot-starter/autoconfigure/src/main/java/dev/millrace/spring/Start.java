/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * The order in which the parts start, which is the reverse of the order in which they stop: the tables are there before
 * the workers, and the workers before the web server takes requests.
 */
public final class Start {

    /** When the tables are checked. */
    public static final int TABLES = SmartLifecycle.DEFAULT_PHASE - 10_000;

    /** When the sinks start to take changes; they stop after the bridge. */
    public static final int SINKS = TABLES + 100;

    /** When the bridge starts to read. */
    public static final int BRIDGE = TABLES + 200;

    private Start() {}

    /**
     * Waits until it completes. The one place where the starter blocks: a Spring application starts on a thread that
     * belongs to nobody's I/O, and must not take requests before it can serve them.
     */
    static void await(Mono<Void> completion, Duration timeout, String setting) {
        try {
            completion
                    .timeout(timeout, Mono.error(() -> tooLong(timeout, setting)))
                    .block();
        } catch (RuntimeException e) {
            throw (RuntimeException) Exceptions.unwrap(e);
        }
    }

    private static SettingsException tooLong(Duration timeout, String setting) {
        return new SettingsException(
                "the checks before the start took longer than %d s".formatted(timeout.toSeconds()),
                "See that DynamoDB and Kafka answer from here, or raise %s.".formatted(setting));
    }
}
