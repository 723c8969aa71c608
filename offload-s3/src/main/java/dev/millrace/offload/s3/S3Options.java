/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach S3, and how long to wait for it.
 *
 * @param place in which bucket, and where in it, payloads are
 * @param endpoint another endpoint than AWS's own, such as a local engine, addressed by path; null for AWS
 * @param region the AWS region; null for the one that the AWS SDK finds in its usual places
 * @param callTimeout how long one call may take, retries included; default 10 s
 * @param attemptTimeout how long one attempt of a call may take; default 4 s
 * @param maxConcurrency how many requests may be under way at once, 1 or more; default 64
 */
public record S3Options(
        PayloadPlace place,
        @Nullable URI endpoint,
        @Nullable String region,
        Duration callTimeout,
        Duration attemptTimeout,
        int maxConcurrency) {

    private static final String ENDPOINT = "S3_ENDPOINT";
    private static final String REGION = "S3_REGION";

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public S3Options {
        requireNonNull(place, "place");
        requirePositive("callTimeout", callTimeout);
        requirePositive("attemptTimeout", attemptTimeout);
        if (maxConcurrency < 1) {
            throw new InvalidValueException("maxConcurrency", Integer.toString(maxConcurrency), "must be at least 1");
        }
    }

    private static void requirePositive(String what, Duration duration) {
        if (requireNonNull(duration, what).isNegative() || duration.isZero()) {
            throw new InvalidValueException(what, duration.toString(), "must be positive");
        }
    }

    /** The defaults for that place: AWS, in the region that the AWS SDK finds. */
    public static S3Options at(PayloadPlace place) {
        return new S3Options(place, null, null, Duration.ofSeconds(10), Duration.ofSeconds(4), 64);
    }

    /** The defaults for that place, with endpoint and region from {@code S3_ENDPOINT} and {@code S3_REGION} if they are set. */
    public static S3Options fromEnvironment(PayloadPlace place) {
        return from(System.getenv(), place);
    }

    static S3Options from(Map<String, String> environment, PayloadPlace place) {
        S3Options options = at(place);
        String endpoint = environment.getOrDefault(ENDPOINT, "");
        String region = environment.getOrDefault(REGION, "");
        options = endpoint.isBlank() ? options : options.withEndpoint(uri(endpoint.trim()));
        return region.isBlank() ? options : options.withRegion(region.trim());
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(ENDPOINT, text, "must be a URI");
        }
    }

    /** The same options with that endpoint instead of AWS's own. */
    public S3Options withEndpoint(URI newEndpoint) {
        return new S3Options(place, newEndpoint, region, callTimeout, attemptTimeout, maxConcurrency);
    }

    /** The same options with that region. */
    public S3Options withRegion(String newRegion) {
        return new S3Options(place, endpoint, newRegion, callTimeout, attemptTimeout, maxConcurrency);
    }

    /** The same options with other timeouts: for a call, retries included, and for one attempt of it. */
    public S3Options withTimeouts(Duration newCallTimeout, Duration newAttemptTimeout) {
        return new S3Options(place, endpoint, region, newCallTimeout, newAttemptTimeout, maxConcurrency);
    }

    /** The same options with room for that many requests at once. */
    public S3Options withMaxConcurrency(int newMaxConcurrency) {
        return new S3Options(place, endpoint, region, callTimeout, attemptTimeout, newMaxConcurrency);
    }
}
