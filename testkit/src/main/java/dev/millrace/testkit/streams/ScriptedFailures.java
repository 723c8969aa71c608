/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.streams;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;

/** Which calls fail, and as what. */
final class ScriptedFailures {

    private static final int BAD_REQUEST = 400;

    private final Map<StreamCall, Script> scripts = new EnumMap<>(StreamCall.class);
    private final Map<StreamCall, Integer> calls = new EnumMap<>(StreamCall.class);

    synchronized void script(StreamCall call, int times, Supplier<? extends Throwable> failure) {
        scripts.put(call, new Script(times, failure));
    }

    synchronized int calls(StreamCall call) {
        return calls.getOrDefault(call, 0);
    }

    synchronized void throwIfScripted(StreamCall call) {
        calls.merge(call, 1, Integer::sum);
        @Nullable Script script = scripts.get(call);
        if (script != null && script.left > 0) {
            script.left--;
            throw Exceptions.propagate(script.failure.get());
        }
    }

    static RuntimeException throttled() {
        return as(LimitExceededException.builder(), "LimitExceededException");
    }

    static RuntimeException expired() {
        return as(ExpiredIteratorException.builder(), "ExpiredIteratorException");
    }

    static RuntimeException trimmed() {
        return as(TrimmedDataAccessException.builder(), "TrimmedDataAccessException");
    }

    static RuntimeException notFound() {
        return as(ResourceNotFoundException.builder(), "ResourceNotFoundException");
    }

    private static RuntimeException as(DynamoDbException.Builder failure, String code) {
        return failure.message(code)
                .statusCode(BAD_REQUEST)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(code)
                        .serviceName("DynamoDbStreams")
                        .build())
                .build();
    }

    private static final class Script {

        private final Supplier<? extends Throwable> failure;
        private int left;

        private Script(int left, Supplier<? extends Throwable> failure) {
            this.left = left;
            this.failure = failure;
        }
    }
}
