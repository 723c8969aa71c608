/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import dev.millrace.MillraceException;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** What a failed call means in our words. Messages name the bucket and the fault, never what the request held. */
final class S3Failures {

    private static final int CLIENT_ERROR = 400;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;

    private static final Set<String> PASSING = Set.of(
            "ExpiredToken", "RequestTimeout", "RequestTimeTooSkewed", "OperationAborted", "ConditionalRequestConflict");

    private S3Failures() {}

    static Throwable of(String bucket, Throwable failure) {
        if (failure instanceof MillraceException) {
            return failure;
        } else if (failure instanceof NoSuchBucketException) {
            return new StoreMisconfiguredException(
                    "bucket %s does not exist: create it, or correct its name".formatted(bucket), failure);
        } else if (failure instanceof AwsServiceException service && isFinal(service)) {
            return refused(bucket, service);
        }
        return new StoreUnavailableException(
                "bucket %s cannot be used now: %s".formatted(bucket, reason(failure)), failure);
    }

    private static boolean isFinal(AwsServiceException failure) {
        return failure.statusCode() < SERVER_ERROR
                && !failure.isThrottlingException()
                && !PASSING.contains(code(failure));
    }

    private static MillraceException refused(String bucket, AwsServiceException failure) {
        String what = failure.statusCode() < CLIENT_ERROR
                ? "bucket %s is in another region (%s)"
                : failure.statusCode() == FORBIDDEN
                        ? "access to bucket %s is denied (%s): check credentials and permissions"
                        : "bucket %s refuses the request (%s)";
        return new StoreMisconfiguredException(what.formatted(bucket, code(failure)), failure);
    }

    private static String reason(Throwable failure) {
        return failure instanceof AwsServiceException service
                ? code(service)
                : failure.getClass().getSimpleName();
    }

    private static String code(AwsServiceException failure) {
        return failure.awsErrorDetails() == null || failure.awsErrorDetails().errorCode() == null
                ? "status " + failure.statusCode()
                : failure.awsErrorDetails().errorCode();
    }
}
