/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import dev.millrace.MillraceException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.command.ItemNotFoundException;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.UnknownVersionException;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvalidClaimException;
import dev.millrace.context.MissingContextException;
import dev.millrace.context.TenantViolationException;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Version;
import dev.millrace.sink.NotAppliedInTimeException;
import org.springframework.http.HttpStatus;

/**
 * What the failures of Millrace are over HTTP. Details are our own words: keys, tables and causes stay inside.
 *
 * @param status the status
 * @param type the last part of the type {@code urn:millrace:problem:*}
 * @param title what is the same for all problems of the type
 * @param detail what is particular of this one
 */
record Problem(HttpStatus status, String type, String title, String detail) {

    static Problem of(MillraceException failure, boolean precondition) {
        if (failure instanceof VersionConflictException conflict && isExistence(conflict)) {
            return conflict(precondition, "the item exists already");
        } else if (failure instanceof VersionConflictException conflict) {
            return conflict(precondition, "the item is at version %s or later".formatted(conflict.actual()));
        } else if (failure instanceof UnknownVersionException unknown) {
            return unknown(precondition, unknown.actual());
        } else if (failure instanceof InvalidValueException invalid) {
            return new Problem(
                    HttpStatus.BAD_REQUEST, "invalid-value", "Invalid value", invalid.what() + " " + invalid.rule());
        } else if (failure instanceof ItemNotFoundException) {
            return new Problem(HttpStatus.NOT_FOUND, "not-found", "Not found", "there is no such item");
        }
        return ofAccessOrStore(failure);
    }

    private static Problem ofAccessOrStore(MillraceException failure) {
        if (failure instanceof MissingContextException) {
            return refused(HttpStatus.UNAUTHORIZED, "nobody is known to ask");
        } else if (failure instanceof InvalidClaimException claim) {
            return refused(HttpStatus.UNAUTHORIZED, "the token's claim %s %s".formatted(claim.claim(), claim.rule()));
        } else if (failure instanceof TenantViolationException) {
            return refused(HttpStatus.FORBIDDEN, "the caller may not act for that tenant");
        } else if (failure instanceof OutcomeUnknownException) {
            return new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "outcome-unknown",
                    "Outcome unknown",
                    "whether the command was recorded is not known; repeating it under its id settles it");
        } else if (failure instanceof NotAppliedInTimeException) {
            return new Problem(
                    HttpStatus.GATEWAY_TIMEOUT, "not-applied-yet", "Not applied yet", "the read model is behind");
        }
        return other(failure);
    }

    private static Problem other(MillraceException failure) {
        if (failure instanceof StoreUnavailableException || failure.retry() == MillraceException.Retry.AS_IS) {
            return new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "Unavailable", "the store cannot be used now");
        } else if (failure.retry() == MillraceException.Retry.AFTER_READING) {
            return new Problem(HttpStatus.CONFLICT, "conflict", "Conflict", "the item is in another state");
        }
        return new Problem(
                HttpStatus.INTERNAL_SERVER_ERROR, "internal", "Internal error", "the request cannot be served");
    }

    static Problem refused(HttpStatus status, String reason) {
        return switch (status) {
            case UNAUTHORIZED -> new Problem(status, "unauthenticated", "Unauthenticated", reason);
            case PRECONDITION_REQUIRED -> new Problem(status, "precondition-required", "Precondition required", reason);
            case SERVICE_UNAVAILABLE -> new Problem(status, "busy", "Busy", reason);
            default -> new Problem(status, "forbidden", "Forbidden", reason);
        };
    }

    /** A creation that was too late has met the first version; which one is the newest, nobody has asked. */
    static boolean isExistence(VersionConflictException conflict) {
        return conflict.expected() == ExpectedVersion.absent();
    }

    private static Problem unknown(boolean precondition, Version actual) {
        return conflict(
                precondition,
                actual.equals(Version.NONE) ? "the item does not exist" : "the item is at version " + actual);
    }

    private static Problem conflict(boolean precondition, String detail) {
        return new Problem(
                precondition ? HttpStatus.PRECONDITION_FAILED : HttpStatus.CONFLICT,
                "version-conflict",
                "Version conflict",
                detail);
    }
}
