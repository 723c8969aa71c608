/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import dev.millrace.MillraceException;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.item.InvalidValueException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.opensearch._types.OpenSearchException;
import org.opensearch.client.transport.httpclient5.ResponseException;

/**
 * What a failed request means in our words. OpenSearch quotes what it was sent in its reasons, so of an answer only the
 * status and the type of the error are repeated, and an exception that holds one is no cause of ours.
 */
final class Failures {

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private static final Pattern TYPE = Pattern.compile("[a-z_]{1,80}");

    private Failures() {}

    /** The failure of a whole request. */
    static Throwable of(String index, Throwable failure) {
        if (failure instanceof MillraceException) {
            return failure;
        } else if (isWrapper(failure) && failure.getCause() != null) {
            return of(index, failure.getCause());
        } else if (failure instanceof OpenSearchException answer) {
            return of(index, answer.status(), answer.error().type());
        } else if (failure instanceof ResponseException answer) {
            return of(index, answer.status(), null);
        }
        return new StoreUnavailableException(
                "index %s cannot be used now: %s"
                        .formatted(index, failure.getClass().getSimpleName()),
                isOfTheConnection(failure) ? failure : null);
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof CompletionException || failure instanceof ExecutionException;
    }

    /** Its message tells of hosts and certificates; any other may quote what was sent. */
    private static boolean isOfTheConnection(Throwable failure) {
        String name = failure.getClass().getName();
        return failure instanceof IOException
                && (name.startsWith("java.") || name.startsWith("javax.net.ssl.") || name.startsWith("org.apache.hc."));
    }

    /** The meaning of a status and an error's type, of a whole request or of one of its items. */
    static MillraceException of(String index, int status, @Nullable String type) {
        String error = describe(status, type);
        return switch (status) {
            case BAD_REQUEST -> InvalidValueException.hidden("request", "was refused by OpenSearch: " + error);
            case UNAUTHORIZED, FORBIDDEN ->
                new StoreMisconfiguredException(
                        "access to index %s is denied (%s): check the user and its role".formatted(index, error), null);
            case NOT_FOUND ->
                new StoreMisconfiguredException(
                        "index %s is not there as it must be (%s): create it".formatted(index, error), null);
            case TOO_LARGE ->
                new StoreMisconfiguredException(
                        "a request to index %s is larger than the server takes (%s): lower maxRequestBytes"
                                .formatted(index, error),
                        null);
            default -> isPassing(status) ? unavailable(index, error) : unexpected(index, error);
        };
    }

    private static boolean isPassing(int status) {
        return status == TOO_MANY || status >= SERVER_ERROR;
    }

    private static MillraceException unavailable(String index, String error) {
        return new StoreUnavailableException("index %s cannot be used now: %s".formatted(index, error), null);
    }

    private static MillraceException unexpected(String index, String error) {
        return new StoreMisconfiguredException(
                "what answers for index %s is not OpenSearch as expected (%s)".formatted(index, error), null);
    }

    static String describe(int status, @Nullable String type) {
        return type != null && TYPE.matcher(type).matches() ? type : "status " + status;
    }
}
