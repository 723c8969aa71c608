/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.item.Attributes;
import dev.millrace.item.Binary;
import dev.millrace.json.AttributesJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values as texts that the database reads, and lists of names for its statements. One form for all types spares the drivers'
 * differences, and leaves it to the database to say what it cannot hold.
 */
final class SqlText {

    private static final DateTimeFormatter DATETIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    private SqlText() {}

    /** For PostgreSQL. */
    static @Nullable String postgres(@Nullable Object value) {
        return value instanceof Binary bytes ? "\\x" + hex(bytes) : plain(value);
    }

    /** For MariaDB and MySQL, where bytes come as hexadecimal digits. */
    static @Nullable String maria(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        } else if (value instanceof Instant moment) {
            return DATETIME.format(LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
        }
        return value instanceof Binary bytes ? hex(bytes) : plain(value);
    }

    private static @Nullable String plain(@Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        } else if (value instanceof Attributes attributes) {
            return new String(AttributesJson.write(attributes), UTF_8);
        } else if (value instanceof Instant moment) {
            return moment.truncatedTo(ChronoUnit.MILLIS).toString();
        }
        return value == null ? null : value.toString();
    }

    private static String hex(Binary bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    static String list(Stream<String> parts) {
        return parts.collect(Collectors.joining(", "));
    }
}
