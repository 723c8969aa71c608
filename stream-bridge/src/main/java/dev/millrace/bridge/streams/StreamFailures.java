/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import java.util.Set;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;

/** What a failed call means. */
public final class StreamFailures {

    private static final int SERVER_ERROR = 500;

    private static final Set<String> DENIALS = Set.of(
            "AccessDeniedException",
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "IncompleteSignatureException",
            "MissingAuthenticationTokenException");

    private StreamFailures() {}

    /** Tells whether the same call may succeed later. */
    static boolean passes(Throwable failure) {
        if (failure instanceof AwsServiceException service) {
            return failure instanceof LimitExceededException
                    || service.isThrottlingException()
                    || service.statusCode() >= SERVER_ERROR
                    || "ExpiredTokenException".equals(name(failure));
        }
        return failure instanceof SdkClientException || failure instanceof TimeoutException;
    }

    /** Tells whether the stream no longer has what was asked for. */
    static boolean isGone(Throwable failure) {
        return failure instanceof TrimmedDataAccessException || failure instanceof ResourceNotFoundException;
    }

    /** Tells whether the caller may not do what it asked for. */
    public static boolean isDenial(Throwable failure) {
        return DENIALS.contains(name(failure));
    }

    /** The name of the fault; its message may quote what it was given. */
    public static String name(Throwable failure) {
        return failure instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails().errorCode()
                : failure.getClass().getSimpleName();
    }
}
