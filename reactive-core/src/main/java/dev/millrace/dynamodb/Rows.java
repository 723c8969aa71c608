/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.dynamodb.AttributeTrees.UnreadableValue;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.IsoMoments;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.PayloadSchema;
import dev.millrace.item.Stamp;
import dev.millrace.item.Tenant;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the rows of the command table and of the data table have in common. */
final class Rows {

    static final String PK = "pk";
    static final String SK = "sk";
    static final String VERSION = "version";
    static final String TTL = "ttl";

    private static final String EXPIRES_AT = "expiresAt";
    private static final String ID = "id";
    private static final String CODE = "code";
    private static final String TYPE = "type";
    private static final String TENANT = "tenantCode";
    private static final String NAME = "name";
    private static final String ATTRIBUTES = "attributes";
    private static final String PAYLOAD_TYPE = "payloadType";
    private static final String SCHEMA_VERSION = "schemaVersion";
    private static final String DELETED = "isDeleted";
    private static final StampNames CREATED = StampNames.of("created");
    private static final StampNames UPDATED = StampNames.of("updated");

    static final String CREATED_AT = CREATED.at;

    private Rows() {}

    static Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of(PK, AttributeValue.fromS(pk), SK, AttributeValue.fromS(sk));
    }

    /** Everything of a row but its sort key. */
    static Map<String, AttributeValue> write(ItemState state) {
        ItemKey key = state.key();
        ItemContent content = state.content();
        Map<String, AttributeValue> row = new HashMap<>(32);
        row.put(PK, AttributeValue.fromS(key.partition().text()));
        row.put(ID, AttributeValue.fromS(key.id()));
        row.put(CODE, AttributeValue.fromS(key.sort().text()));
        row.put(TYPE, AttributeValue.fromS(key.type()));
        row.put(TENANT, AttributeValue.fromS(key.tenant().code()));
        row.put(VERSION, number(state.version().value()));
        row.put(NAME, AttributeValue.fromS(content.name()));
        row.put(ATTRIBUTES, AttributeTrees.write(content.attributes()));
        if (!content.schema().isNone()) {
            row.put(PAYLOAD_TYPE, AttributeValue.fromS(content.schema().type()));
            row.put(SCHEMA_VERSION, number(content.schema().version()));
        }
        row.put(DELETED, AttributeValue.fromBool(content.deleted()));
        if (state.isRemovable()) {
            row.put(TTL, number(state.removableAt().getEpochSecond()));
        }
        if (content.expires()) {
            row.put(EXPIRES_AT, number(content.expiresAt().getEpochSecond()));
        }
        write(CREATED, state.audit().created(), row);
        write(UPDATED, state.audit().updated(), row);
        return row;
    }

    private static void write(StampNames names, Stamp stamp, Map<String, AttributeValue> row) {
        row.put(names.at, AttributeValue.fromS(stamp.at().toString()));
        row.put(names.by, AttributeValue.fromS(stamp.by()));
        row.put(names.ip, AttributeValue.fromS(stamp.ip()));
    }

    /**
     * Returns the key if the row names no other tenant than it does. A row says twice whose it is; one that contradicts
     * itself was not written by us.
     */
    static ItemKey requireTenant(ItemKey key, Map<String, AttributeValue> row) {
        String named = textOrEmpty(row, TENANT);
        if (!named.isEmpty() && !Tenant.of(named).equals(key.tenant())) {
            throw new UnreadableValue("names another tenant than its key");
        }
        return key;
    }

    static ItemContent content(Map<String, AttributeValue> row) {
        return new ItemContent(
                textOrEmpty(row, NAME),
                row.containsKey(ATTRIBUTES)
                        ? AttributeTrees.read(row.get(ATTRIBUTES).m())
                        : Attributes.empty(),
                schema(row),
                row.containsKey(DELETED) && Boolean.TRUE.equals(row.get(DELETED).bool()),
                moment(row, EXPIRES_AT));
    }

    /** When the row may be removed: where a moment of the content's is not named, a policy gave it. */
    static Instant removableAt(Map<String, AttributeValue> row) {
        return moment(row, TTL);
    }

    private static Instant moment(Map<String, AttributeValue> row, String name) {
        return row.containsKey(name) && row.get(name).n() != null
                ? Instant.ofEpochSecond(longValue(row, name))
                : ItemContent.NEVER;
    }

    private static PayloadSchema schema(Map<String, AttributeValue> row) {
        return row.containsKey(PAYLOAD_TYPE) || row.containsKey(SCHEMA_VERSION)
                ? PayloadSchema.of(text(row, PAYLOAD_TYPE), Math.toIntExact(longValue(row, SCHEMA_VERSION)))
                : PayloadSchema.NONE;
    }

    static Audit audit(Map<String, AttributeValue> row) {
        return new Audit(stamp(CREATED, row), stamp(UPDATED, row));
    }

    private static Stamp stamp(StampNames names, Map<String, AttributeValue> row) {
        return new Stamp(IsoMoments.parse(text(row, names.at)), textOrEmpty(row, names.by), textOrEmpty(row, names.ip));
    }

    /** What the attributes of a stamp are called. */
    private record StampNames(String at, String by, String ip) {

        static StampNames of(String what) {
            return new StampNames(what + "At", what + "By", what + "Ip");
        }
    }

    /** Decodes a row; every way in which that can go wrong is one typed failure that names the row. */
    static <T> T read(Map<String, AttributeValue> row, Function<Map<String, AttributeValue>, T> decoder) {
        try {
            return decoder.apply(row);
        } catch (InvalidValueException e) {
            throw new UndecodableRowException(name(row), "breaks a rule: %s %s".formatted(e.what(), e.rule()));
        } catch (UnreadableValue e) {
            throw new UndecodableRowException(name(row), e.rule());
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new UndecodableRowException(name(row), "has a time or a number that cannot be read");
        }
    }

    static String text(Map<String, AttributeValue> row, String name) {
        AttributeValue value = row.get(name);
        if (value == null || value.s() == null) {
            throw new UnreadableValue("has no text " + name);
        }
        return value.s();
    }

    static String textOrEmpty(Map<String, AttributeValue> row, String name) {
        AttributeValue value = row.get(name);
        return value == null || value.s() == null ? "" : value.s();
    }

    static long longValue(Map<String, AttributeValue> row, String name) {
        AttributeValue value = row.get(name);
        if (value == null || value.n() == null) {
            throw new UnreadableValue("has no number " + name);
        }
        return Long.parseLong(value.n());
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static String name(Map<String, AttributeValue> row) {
        return textOrEmpty(row, PK) + "/" + textOrEmpty(row, SK);
    }
}
