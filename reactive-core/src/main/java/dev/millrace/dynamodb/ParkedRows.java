/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.Origin;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.ParkingEntry;
import dev.millrace.parking.ParkingEntry.Action;
import dev.millrace.parking.Setback;
import dev.millrace.parking.SinkId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rows of the table of parked changes. Four kinds, told apart by their partitions: an item row for each parked item,
 * one for each that a redrive was asked for, the entries of what was done, and the changes, each item's in a partition of
 * its own. The progress of rebuilds and the journals of sinks have partitions beside them.
 */
final class ParkedRows {

    static final String ID = "id";
    static final String CHANGES = "changes";
    static final String PARKED_AT = "parkedAt";
    static final String ASKED_AT = "askedAt";
    static final String CLAIMANT = "claimant";
    static final String CLAIMED_UNTIL = "claimedUntil";
    static final String FAILED_VERSION = "failedVersion";
    static final String CAUSE = "cause";
    static final String ATTEMPTS = "attempts";
    static final String SOURCE = "source";
    static final String FAILED_AT = "failedAt";
    static final String TENANT = "tenantCode";

    private static final String BY = "by";
    private static final String ACTION = "action";
    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final String COMMAND_ID = "commandId";

    // A change's row must not be larger than the one it had in the command table, which may have been as large as rows
    // can
    // be: short names and the attributes left out make up for the longer key.
    private static final String ORIGIN_SOURCE = "s";
    private static final String ORIGIN_REQUEST = "r";
    private static final String ORIGIN_TRACE = "t";
    private static final String REMOVABLE_AT = "rm";
    private static final int HASH_BYTES = 24;
    private static final int MOMENT_DIGITS = 15;

    private ParkedRows() {}

    static String items(SinkId sink) {
        return partition(sink, "items");
    }

    static String asked(SinkId sink) {
        return partition(sink, "asked");
    }

    static String entries(SinkId sink) {
        return partition(sink, "entries");
    }

    /** Of what was done with the sink as a whole. */
    static String journal(SinkId sink) {
        return partition(sink, "journal");
    }

    private static String partition(SinkId sink, String kind) {
        return sink.module().module() + "#" + sink.sink().text() + "#" + kind;
    }

    /** Begins the sort keys of a tenant's items and entries. */
    static String prefix(Tenant tenant) {
        return tenant.code() + "#";
    }

    /** Hashed, because the longest ids are longer than a sort key. */
    static String itemSort(ItemKey key) {
        return prefix(key.tenant()) + hash(key.id());
    }

    static Map<String, AttributeValue> itemKey(SinkId sink, ItemKey key) {
        return Rows.key(items(sink), itemSort(key));
    }

    static Map<String, AttributeValue> askedKey(SinkId sink, ItemKey key) {
        return Rows.key(asked(sink), itemSort(key));
    }

    static String changesOf(SinkId sink, ItemKey key) {
        return hash(partition(sink, key.id()));
    }

    static Map<String, AttributeValue> changeKey(SinkId sink, ItemKey key, Version version) {
        return Rows.key(changesOf(sink, key), "v" + padded(version.value(), 10));
    }

    private static String padded(long value, int digits) {
        String text = Long.toString(value);
        return "0".repeat(digits - text.length()) + text;
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The row of a change; fails with {@link dev.millrace.item.InvalidValueException} if it is too large. */
    static Map<String, AttributeValue> change(SinkId sink, ChangeRecord change) {
        Map<String, AttributeValue> row = Rows.write(change.state());
        row.remove("code");
        row.remove("type");
        row.remove(TENANT);
        AttributeValue removableAt = row.remove(Rows.TTL);
        if (removableAt != null) {
            row.put(REMOVABLE_AT, removableAt);
        }
        row.putAll(changeKey(sink, change.key(), change.version()));
        row.put(COMMAND_ID, AttributeValue.fromS(change.commandId().text()));
        row.put(ORIGIN_SOURCE, AttributeValue.fromS(change.origin().source()));
        row.put(ORIGIN_REQUEST, AttributeValue.fromS(change.origin().requestId()));
        row.put(ORIGIN_TRACE, AttributeValue.fromS(change.origin().traceparent()));
        ItemSize.requireWithinLimit(change.key(), row);
        return row;
    }

    static ChangeRecord readChange(Map<String, AttributeValue> row) {
        return Rows.read(row, ParkedRows::decodeChange);
    }

    private static ChangeRecord decodeChange(Map<String, AttributeValue> row) {
        Instant removableAt = row.containsKey(REMOVABLE_AT)
                ? Instant.ofEpochSecond(Rows.longValue(row, REMOVABLE_AT))
                : ItemContent.NEVER;
        ItemState state = new ItemState(
                readKey(row),
                Version.of(Rows.longValue(row, Rows.VERSION)),
                Rows.content(row),
                Rows.audit(row),
                removableAt);
        Origin origin = new Origin(
                Rows.textOrEmpty(row, ORIGIN_SOURCE),
                Rows.textOrEmpty(row, ORIGIN_REQUEST),
                Rows.textOrEmpty(row, ORIGIN_TRACE));
        return new ChangeRecord(state, new CommandId(Rows.text(row, COMMAND_ID)), origin);
    }

    static ItemKey readKey(Map<String, AttributeValue> row) {
        return ItemKey.parse(Rows.text(row, ID));
    }

    /** What a setback sets, by the name of each attribute. */
    static Map<String, AttributeValue> setback(Setback setback) {
        return Map.of(
                FAILED_VERSION, Rows.number(setback.version().value()),
                CAUSE, AttributeValue.fromS(setback.cause()),
                ATTEMPTS, Rows.number(setback.attempts()),
                SOURCE, AttributeValue.fromS(setback.source()),
                FAILED_AT, AttributeValue.fromS(setback.at().toString()));
    }

    static ParkedItem readItem(SinkId sink, Map<String, AttributeValue> row) {
        return Rows.read(row, parked -> decodeItem(sink, parked));
    }

    private static ParkedItem decodeItem(SinkId sink, Map<String, AttributeValue> row) {
        return new ParkedItem(
                sink,
                readKey(row),
                new Setback(
                        Version.of(Rows.longValue(row, FAILED_VERSION)),
                        Rows.text(row, CAUSE),
                        Math.toIntExact(Rows.longValue(row, ATTEMPTS)),
                        Rows.text(row, SOURCE),
                        Instant.parse(Rows.text(row, FAILED_AT))),
                Rows.longValue(row, CHANGES),
                Instant.parse(Rows.text(row, PARKED_AT)),
                row.containsKey(ASKED_AT));
    }

    static Map<String, AttributeValue> asked(SinkId sink, ParkingEntry entry) {
        Map<String, AttributeValue> row = new HashMap<>(askedKey(sink, entry.key()));
        row.put(ID, AttributeValue.fromS(entry.key().id()));
        return row;
    }

    static Map<String, AttributeValue> entry(SinkId sink, ParkingEntry entry) {
        String sort = prefix(entry.key().tenant()) + moment(entry.at()) + "#" + UUID.randomUUID();
        Map<String, AttributeValue> row = new HashMap<>(Rows.key(entries(sink), sort));
        row.put(ID, AttributeValue.fromS(entry.key().id()));
        row.put("at", AttributeValue.fromS(entry.at().toString()));
        row.put(BY, AttributeValue.fromS(entry.by()));
        row.put(ACTION, AttributeValue.fromS(entry.action().name()));
        row.put(BEFORE, Rows.number(entry.before()));
        row.put(AFTER, Rows.number(entry.after()));
        row.put(CAUSE, AttributeValue.fromS(entry.cause()));
        return row;
    }

    /** A moment as sort keys have it: earlier ones before later ones. */
    static String moment(Instant at) {
        return padded(at.toEpochMilli(), MOMENT_DIGITS);
    }

    static ParkingEntry readEntry(Map<String, AttributeValue> row) {
        return Rows.read(
                row,
                found -> new ParkingEntry(
                        Instant.parse(Rows.text(found, "at")),
                        Rows.text(found, BY),
                        Action.valueOf(Rows.text(found, ACTION)),
                        readKey(found),
                        Rows.longValue(found, BEFORE),
                        Rows.longValue(found, AFTER),
                        Rows.text(found, CAUSE)));
    }
}
