/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How many bytes DynamoDB counts for an item (its documentation, "item sizes and formats"), before it is sent. */
final class ItemSize {

    /** DynamoDB's limit for an item. */
    static final int LIMIT = 400 * 1024;

    private static final int COLLECTION = 3;
    private static final int ELEMENT = 1;
    private static final int LONGEST_NUMBER = 21;

    private long bytes;

    private ItemSize() {}

    /** Returns how many bytes the row has; fails with {@link InvalidValueException} if they are too many. */
    static long requireWithinLimit(ItemKey key, Map<String, AttributeValue> row) {
        long bytes = of(row);
        if (bytes > LIMIT) {
            throw InvalidValueException.hidden(
                    "item " + key, "must be at most %d bytes, is %d".formatted(LIMIT, bytes));
        }
        return bytes;
    }

    static boolean isComplaint(AwsServiceException failure) {
        return failure.getMessage() != null && failure.getMessage().contains("Item size");
    }

    static long of(Map<String, AttributeValue> map) {
        ItemSize size = new ItemSize();
        size.add(map);
        return size.bytes;
    }

    /** Walks by forEach: the SDK's maps make an object for each entry that an iterator shows. */
    private void add(Map<String, AttributeValue> map) {
        map.forEach((name, value) -> {
            bytes += utf8(name);
            add(value);
        });
    }

    private void add(AttributeValue value) {
        switch (value.type()) {
            case S -> bytes += utf8(value.s());
            case N -> bytes += Math.min(LONGEST_NUMBER, value.n().length() / 2 + 2L);
            case B -> bytes += value.b().asByteArrayUnsafe().length;
            case L -> {
                bytes += COLLECTION + (long) ELEMENT * value.l().size();
                value.l().forEach(this::add);
            }
            case M -> {
                bytes += COLLECTION + (long) ELEMENT * value.m().size();
                add(value.m());
            }
            default -> bytes++;
        }
    }

    private static int utf8(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '\u007F') {
                return text.getBytes(UTF_8).length;
            }
        }
        return bytes;
    }
}
