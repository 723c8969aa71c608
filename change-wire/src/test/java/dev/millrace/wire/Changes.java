/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.Origin;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.Binary;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.ModuleId;
import dev.millrace.item.PayloadSchema;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The changes that the tests of this package talk about. */
final class Changes {

    static final ModuleId MODULE = new ModuleId("prod", "shop", "order");
    static final String TOPIC = MODULE.changesTopic();

    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "ORDER-7");
    private static final Stamp CREATED = new Stamp(Instant.parse("2026-11-23T09:30:00.005Z"), "user-1", "192.0.2.10");
    private static final Stamp UPDATED = new Stamp(Instant.parse("2026-11-24T17:05:59Z"), "user-2", "2001:db8::7");

    private Changes() {}

    static ChangeRecord insert() {
        return new ChangeRecord(
                new ItemState(KEY, Version.FIRST, ItemContent.of("Order 7", order("open")), Audit.first(CREATED)),
                new CommandId("0f6e2c1a-5b1c-4d7e-9a53-2f6c8e1b7d01"),
                new Origin(
                        "[order]:OrderService.create",
                        "request-1",
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    }

    static ChangeRecord update() {
        ItemContent content =
                ItemContent.of("Order 7", order("paid")).withExpiresAt(Instant.parse("2027-11-24T00:00:00Z"));
        return new ChangeRecord(
                new ItemState(KEY, Version.of(2), content, new Audit(CREATED, UPDATED)),
                new CommandId("0f6e2c1a-5b1c-4d7e-9a53-2f6c8e1b7d02"),
                new Origin("[order]:OrderService.pay", "request-2", ""));
    }

    static ChangeRecord delete() {
        ItemContent content = ItemContent.of("Order 7", Attributes.empty()).withDeleted(true);
        return new ChangeRecord(
                new ItemState(KEY, Version.of(3), content, new Audit(CREATED, UPDATED)),
                new CommandId("0f6e2c1a-5b1c-4d7e-9a53-2f6c8e1b7d03"),
                Origin.UNKNOWN);
    }

    static ChangeRecord typed() {
        return with(insert().state().content().withSchema(PayloadSchema.of("shop.order", 3)));
    }

    static ChangeRecord exotic() {
        return new ChangeRecord(
                new ItemState(
                        ItemKey.of("Bücher", "acme.eu", "日本#$7"),
                        Version.of(Version.MAX),
                        ItemContent.of("naïve \"quotes\" \\ \n 😀", exoticAttributes()),
                        Audit.first(new Stamp(Instant.EPOCH, "Zoë", ""))),
                new CommandId("0f6e2c1a-5b1c-4d7e-9a53-2f6c8e1b7d04"),
                Origin.UNKNOWN);
    }

    static ChangeRecord with(Map<String, ?> attributes) {
        ChangeRecord change = insert();
        return with(change.state().content().withAttributes(Attributes.of(attributes)));
    }

    static ChangeRecord with(ItemContent content) {
        ItemState state = insert().state();
        return new ChangeRecord(
                new ItemState(state.key(), state.version(), content, state.audit()),
                insert().commandId(),
                insert().origin());
    }

    private static Attributes order(String status) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("status", status);
        values.put("total", new BigDecimal("129.95"));
        values.put("lines", List.of(Map.of("sku", "A-1"), Map.of("sku", "B-2")));
        return Attributes.of(values);
    }

    private static Attributes exoticAttributes() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("digits", new BigDecimal("12345678901234567890.123456789012345678"));
        values.put("large", new BigDecimal("9.9E+125"));
        values.put("small", new BigDecimal("-1E-130"));
        values.put("round", 1_000_000);
        values.put("zero", new BigDecimal("0.000"));
        values.put("bytes", Binary.of(new byte[] {0, -1, 127, -128, 62}));
        values.put("noBytes", Binary.of(new byte[0]));
        values.put("null", null);
        values.put("empty", "");
        values.put("text", "tab\t nul\u0000 日本 😀 </script>");
        values.put("flag", true);
        values.put("$", "dollar");
        values.put("$binary", "no bytes");
        values.put("$$twice", false);
        values.put("nested", nested());
        return Attributes.of(values);
    }

    private static Map<String, Object> nested() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("list", Arrays.asList(1, null, "two", List.of(), Map.of(), List.of(Binary.of(new byte[] {1}))));
        values.put("map", Map.of("$binary", Map.of("$binary", List.of(Map.of("$ref", "a")))));
        return values;
    }
}
