/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.item.Attributes;
import dev.millrace.item.Binary;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A payload as DynamoDB holds it, and back. */
@SuppressWarnings("NullAway") // null is a legal value inside a payload; the JDK's collections are not annotated
final class AttributeTrees {

    private static final AttributeValue NULL = AttributeValue.fromNul(true);

    private AttributeTrees() {}

    static AttributeValue write(Attributes attributes) {
        return writeMap(attributes.asMap());
    }

    static Attributes read(Map<String, AttributeValue> values) {
        return Attributes.of(readMap(values));
    }

    private static AttributeValue write(@Nullable Object value) {
        if (value instanceof String text) {
            return AttributeValue.fromS(text);
        } else if (value instanceof BigDecimal number) {
            return AttributeValue.fromN(number.toString());
        } else if (value instanceof Boolean bool) {
            return AttributeValue.fromBool(bool);
        } else if (value instanceof Map<?, ?> map) {
            return writeMap(map);
        } else if (value instanceof List<?> list) {
            return writeList(list);
        } else if (value instanceof Binary binary) {
            return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(binary.toByteArray()));
        }
        return NULL;
    }

    private static AttributeValue writeList(List<?> list) {
        List<AttributeValue> written = new ArrayList<>(list.size());
        list.forEach(value -> written.add(write(value)));
        return AttributeValue.fromL(written);
    }

    private static AttributeValue writeMap(Map<?, ?> map) {
        Map<String, AttributeValue> written = new LinkedHashMap<>(map.size() * 4 / 3 + 1);
        map.forEach((name, value) -> written.put((String) name, write(value)));
        return AttributeValue.fromM(written);
    }

    private static @Nullable Object read(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> new BigDecimal(value.n());
            case BOOL -> value.bool();
            case B -> Binary.of(value.b().asByteArrayUnsafe());
            case M -> readMap(value.m());
            case L -> readList(value.l());
            case NUL -> null;
            default -> throw new UnreadableValue("is a " + value.type() + ", which no payload has");
        };
    }

    private static Map<String, Object> readMap(Map<String, AttributeValue> map) {
        Map<String, Object> values = new HashMap<>(map.size() * 4 / 3 + 1);
        map.forEach((name, value) -> values.put(name, read(value)));
        return values;
    }

    private static List<Object> readList(List<AttributeValue> list) {
        List<Object> values = new ArrayList<>(list.size());
        list.forEach(value -> values.add(read(value)));
        return values;
    }

    /** Says what is wrong with a value; {@link Rows} knows where it was. */
    static final class UnreadableValue extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String rule;

        UnreadableValue(String rule) {
            super(rule);
            this.rule = rule;
        }

        String rule() {
            return rule;
        }
    }
}
