/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.item.Binary;
import dev.millrace.item.ItemKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rough count of the memory that a recorded command takes, in bytes; never less than half of it. */
final class Footprint {

    private static final int FIXED = 640;
    private static final int ENTRY = 64;
    private static final int OBJECT = 40;

    private Footprint() {}

    static int of(RecordedCommand command) {
        long bytes = FIXED
                + key(command.key())
                + text(command.content().name())
                + map(command.content().attributes().asMap());
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    private static long key(ItemKey key) {
        int length = key.type().length()
                + key.tenant().code().length()
                + key.sort().text().length();
        return OBJECT + 2L * length;
    }

    private static long value(@Nullable Object value) {
        if (value instanceof String string) {
            return text(string);
        } else if (value instanceof Map<?, ?> map) {
            return map(map);
        } else if (value instanceof List<?> list) {
            return list(list);
        } else if (value instanceof Binary binary) {
            return (long) OBJECT + binary.size();
        }
        return OBJECT;
    }

    private static long list(List<?> list) {
        long bytes = OBJECT;
        for (Object value : list) {
            bytes += value(value);
        }
        return bytes;
    }

    private static long map(Map<?, ?> map) {
        long bytes = OBJECT;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            bytes += ENTRY + text((String) entry.getKey()) + value(entry.getValue());
        }
        return bytes;
    }

    private static long text(String text) {
        return OBJECT + 2L * text.length();
    }
}
