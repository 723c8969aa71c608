/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

/** A verified token that makes nobody who may act. */
final class RefusedClaimsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedClaimsException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
