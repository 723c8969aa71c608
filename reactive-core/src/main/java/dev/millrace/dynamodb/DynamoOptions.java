/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach DynamoDB, and how long to wait for it.
 *
 * @param endpoint another endpoint than AWS's own, such as a local engine; null for AWS
 * @param region the AWS region; null for the one that the AWS SDK finds in its usual places
 * @param callTimeout how long one call may take, retries included; default 3 s
 * @param attemptTimeout how long one attempt of a call may take; default 800 ms
 * @param maxConcurrency how many requests may be under way at once, 1 or more; default 256
 */
public record DynamoOptions(
        @Nullable URI endpoint,
        @Nullable String region,
        Duration callTimeout,
        Duration attemptTimeout,
        int maxConcurrency) {

    private static final String ENDPOINT = "DYNAMODB_ENDPOINT";
    private static final String REGION = "DYNAMODB_REGION";

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public DynamoOptions {
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

    /** The defaults: AWS, in the region that the AWS SDK finds. */
    public static DynamoOptions defaults() {
        return new DynamoOptions(null, null, Duration.ofSeconds(3), Duration.ofMillis(800), 256);
    }

    /** The defaults, with endpoint and region from {@code DYNAMODB_ENDPOINT} and {@code DYNAMODB_REGION} if they are set. */
    public static DynamoOptions fromEnvironment() {
        return from(System.getenv());
    }

    static DynamoOptions from(Map<String, String> environment) {
        DynamoOptions options = defaults();
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
    public DynamoOptions withEndpoint(URI newEndpoint) {
        return new DynamoOptions(newEndpoint, region, callTimeout, attemptTimeout, maxConcurrency);
    }

    /** The same options with that region. */
    public DynamoOptions withRegion(String newRegion) {
        return new DynamoOptions(endpoint, newRegion, callTimeout, attemptTimeout, maxConcurrency);
    }

    /** The same options with other timeouts: for a call, retries included, and for one attempt of it. */
    public DynamoOptions withTimeouts(Duration newCallTimeout, Duration newAttemptTimeout) {
        return new DynamoOptions(endpoint, region, newCallTimeout, newAttemptTimeout, maxConcurrency);
    }

    /** The same options with room for that many requests at once. */
    public DynamoOptions withMaxConcurrency(int newMaxConcurrency) {
        return new DynamoOptions(endpoint, region, callTimeout, attemptTimeout, newMaxConcurrency);
    }
}
