/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

/**
 * Observes what a {@link DynamoConnection} sends, for counting. Called on the client's threads, several at once; must not
 * block. What it throws changes nothing.
 */
@FunctionalInterface
public interface RequestListener {

    /**
     * A request is about to be sent; one that the client sends again counts again.
     *
     * @param operation what, as DynamoDB calls it, such as {@code PutItem}
     * @param table to which table; empty if to several, or to none
     */
    void sending(String operation, String table);
}
