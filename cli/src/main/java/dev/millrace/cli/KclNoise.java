/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;

/**
 * Drops two errors that the Kinesis client logs, with their traces, when all is well: one, several times, whenever a
 * worker that takes its shards by itself stops in order; the other when two workers find the lease table missing and both
 * make it. Named in {@code logback.xml}.
 */
public final class KclNoise extends TurboFilter {

    private static final String SCHEDULER = "software.amazon.kinesis.coordinator.Scheduler";
    private static final String STOPPED = "LeaderDecider uninitialized";

    /** For logback. */
    public KclNoise() {}

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        boolean noise = SCHEDULER.equals(logger.getName()) && isHarmless(failure == null ? last(arguments) : failure);
        return noise ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private static @Nullable Object last(@Nullable Object @Nullable [] arguments) {
        return arguments == null || arguments.length == 0 ? null : arguments[arguments.length - 1];
    }

    private static boolean isHarmless(@Nullable Object failure) {
        return failure instanceof ResourceInUseException
                || (failure instanceof IllegalStateException stopped && STOPPED.equals(stopped.getMessage()));
    }
}
