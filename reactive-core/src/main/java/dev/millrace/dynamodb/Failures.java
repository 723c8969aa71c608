/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.MillraceException;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.InvalidValueException;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.Exceptions;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What a failed call means in our words. Messages name the table and the fault, never what the request held. */
final class Failures {

    private static final int SERVER_ERROR = 500;

    private static final Set<String> DENIALS = Set.of(
            "AccessDeniedException",
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "IncompleteSignatureException",
            "MissingAuthenticationTokenException");

    private static final Set<String> PASSING = Set.of("ExpiredTokenException", "ReplicatedWriteConflictException");

    private Failures() {}

    /** The failure of a call that writes nothing, or that is known to have written nothing. */
    static Throwable ofRead(String table, Throwable failure) {
        if (failure instanceof MillraceException) {
            return failure;
        } else if (Exceptions.isMultiple(failure)) { // of requests side by side: each of them would do
            return ofRead(table, Exceptions.unwrapMultiple(failure).get(0));
        } else if (failure instanceof ResourceNotFoundException) {
            return new StoreMisconfiguredException(
                    "table %s does not exist: create it, or correct its name or region".formatted(table), failure);
        } else if (failure instanceof AwsServiceException service && isFinal(service)) {
            return refused(table, service);
        }
        return new StoreUnavailableException(
                "table %s cannot be used now: %s".formatted(table, reason(failure)), failure);
    }

    /** The failure of a write: unlike a read, it may have happened. */
    static Throwable ofWrite(String table, RecordedCommand command, Throwable failure) {
        return mayHaveHappened(failure)
                ? new OutcomeUnknownException(command.key(), command.id(), failure)
                : ofRead(table, failure);
    }

    /** Only a refusal of the first attempt proves that nothing was written: an earlier answer may have been lost. */
    private static boolean mayHaveHappened(Throwable failure) {
        if (failure instanceof MillraceException) {
            return false;
        }
        if (!(failure instanceof AwsServiceException service) || service.statusCode() >= SERVER_ERROR) {
            return true;
        }
        return !isFinal(service) && attempts(service) > 1;
    }

    private static int attempts(SdkException failure) {
        Integer attempts = failure.numAttempts();
        return attempts == null ? 1 : attempts;
    }

    private static boolean isFinal(AwsServiceException failure) {
        return failure.statusCode() < SERVER_ERROR
                && !failure.isThrottlingException()
                && !Contention.isIt(failure)
                && !PASSING.contains(code(failure));
    }

    private static MillraceException refused(String table, AwsServiceException failure) {
        String code = code(failure);
        if (DENIALS.contains(code)) {
            return new StoreMisconfiguredException(
                    "access to table %s is denied (%s): check credentials and permissions".formatted(table, code),
                    failure);
        }
        if (ItemSize.isComplaint(failure)) {
            return InvalidValueException.hidden("item", "must be at most %d bytes".formatted(ItemSize.LIMIT));
        }
        return new StoreMisconfiguredException("table %s refuses the request (%s)".formatted(table, code), failure);
    }

    private static String reason(Throwable failure) {
        return failure instanceof AwsServiceException service
                ? code(service)
                : failure.getClass().getSimpleName();
    }

    private static String code(AwsServiceException failure) {
        if (failure instanceof TransactionCanceledException canceled) {
            return "cancelled: " + reasons(canceled);
        }
        return failure.awsErrorDetails() == null
                ? "status " + failure.statusCode()
                : failure.awsErrorDetails().errorCode();
    }

    private static String reasons(TransactionCanceledException canceled) {
        return canceled.cancellationReasons().stream()
                .map(CancellationReason::code)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    }
}
