/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one of AWS's services, and how long to wait for it.
 *
 * @param endpoint another endpoint than AWS's own, such as a local engine; null for AWS
 * @param region the AWS region; null for the one that the AWS SDK finds in its usual places
 * @param callTimeout how long one call may take, retries included; default 10 s
 * @param attemptTimeout how long one attempt of a call may take; default 4 s
 * @param maxConcurrency how many requests may be under way at once, 1 or more; default 64
 */
public record AwsService(
        @Nullable URI endpoint,
        @Nullable String region,
        Duration callTimeout,
        Duration attemptTimeout,
        int maxConcurrency) {

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public AwsService {
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
    public static AwsService defaults() {
        return new AwsService(null, null, Duration.ofSeconds(10), Duration.ofSeconds(4), 64);
    }

    /** The defaults, with endpoint and region from {@code SNS_ENDPOINT} and {@code SNS_REGION} if they are set. */
    public static AwsService snsFromEnvironment() {
        return from(System.getenv(), "SNS");
    }

    /** The defaults, with endpoint and region from {@code SQS_ENDPOINT} and {@code SQS_REGION} if they are set. */
    public static AwsService sqsFromEnvironment() {
        return from(System.getenv(), "SQS");
    }

    /** The defaults, with endpoint and region from {@code SFN_ENDPOINT} and {@code SFN_REGION} if they are set. */
    public static AwsService stepFunctionsFromEnvironment() {
        return from(System.getenv(), "SFN");
    }

    static AwsService from(Map<String, String> environment, String prefix) {
        String endpoint = environment.getOrDefault(prefix + "_ENDPOINT", "");
        String region = environment.getOrDefault(prefix + "_REGION", "");
        AwsService service = defaults();
        service = endpoint.isBlank() ? service : service.withEndpoint(uri(prefix + "_ENDPOINT", endpoint.trim()));
        return region.isBlank() ? service : service.withRegion(region.trim());
    }

    private static URI uri(String variable, String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(variable, text, "must be a URI");
        }
    }

    /** The same service at that endpoint instead of AWS's own. */
    public AwsService withEndpoint(URI newEndpoint) {
        return new AwsService(newEndpoint, region, callTimeout, attemptTimeout, maxConcurrency);
    }

    /** The same service in that region. */
    public AwsService withRegion(String newRegion) {
        return new AwsService(endpoint, newRegion, callTimeout, attemptTimeout, maxConcurrency);
    }

    /** The same service with other timeouts: for a call, retries included, and for one attempt of it. */
    public AwsService withTimeouts(Duration newCallTimeout, Duration newAttemptTimeout) {
        return new AwsService(endpoint, region, newCallTimeout, newAttemptTimeout, maxConcurrency);
    }

    /** The same service with room for that many requests at once. */
    public AwsService withMaxConcurrency(int newMaxConcurrency) {
        return new AwsService(endpoint, region, callTimeout, attemptTimeout, newMaxConcurrency);
    }
}
