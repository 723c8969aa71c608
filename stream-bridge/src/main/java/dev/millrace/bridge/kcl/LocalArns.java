/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

/**
 * Lets the adapter read DynamoDB Local, whose streams lie in a region {@code ddblocal} that the adapter takes for a
 * mistake: it is shown another region, and requests are given the real one back.
 *
 * @param region the region to show
 */
record LocalArns(String region) {

    private static final String LOCAL = ":dynamodb:ddblocal:000000000000:";

    /** The stream's name with a region of AWS in it; unchanged unless it is a local one. */
    String toAws(String arn) {
        return arn.replace(LOCAL, disguise());
    }

    /** The stream's own name again. */
    String toLocal(String arn) {
        return arn.replace(disguise(), LOCAL);
    }

    private String disguise() {
        return ":dynamodb:%s:000000000000:".formatted(region);
    }
}
