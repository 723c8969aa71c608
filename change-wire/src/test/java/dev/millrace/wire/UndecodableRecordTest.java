/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.MillraceException.Retry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UndecodableRecordTest {

    private static final String CANARY = "canary-secret-4711";

    private final ChangeWire wire = ChangeWire.json();

    @Test
    void the_failure_says_where_the_record_is_and_that_trying_again_is_in_vain() {
        UndecodableRecordException failure = failureOf(Records.withBody(null));
        assertThat(failure.topic()).isEqualTo("prod-shop-order-changes");
        assertThat(failure.partition()).isEqualTo(3);
        assertThat(failure.offset()).isEqualTo(41);
        assertThat(failure.rule()).isEqualTo("the record must have a body");
        assertThat(failure)
                .hasMessage("record prod-shop-order-changes-3@41 is undecodable: the record must have a body");
        assertThat(failure.retry()).isEqualTo(Retry.NEVER);
    }

    @ParameterizedTest
    @CsvSource({
        "ce_specversion, the record must be a CloudEvent in binary mode",
        "ce_id,          attribute id must be there",
        "ce_source,      attribute source must be there",
        "ce_type,        attribute type must be dev.millrace.change.v1",
        "ce_subject,     attribute subject must be there",
        "content-type,   header content-type must be application/json",
        "ce_tenant,      attribute tenant must be the subject's tenant",
        "ce_itemtype,    attribute itemtype must be the subject's type",
        "ce_itemversion, attribute itemversion must be there",
        "ce_deleted,     attribute deleted must be there"
    })
    void a_record_needs_each_header_that_says_what_it_is(String header, String rule) {
        assertThat(failureOf(Records.withoutHeader(header)).rule()).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "ce_specversion, 0.3,                     attribute specversion must be 1.0",
        "ce_specversion, 2.0,                     the record must be a CloudEvent in binary mode",
        "ce_id,          '',                      attribute id must be there",
        "ce_id,          'a\u0007b',              attribute id must not contain control characters",
        "ce_type,        dev.millrace.change.v2,  attribute type must be dev.millrace.change.v1",
        "ce_subject,     ORDER#acme,              attribute subject must have the form TYPE#tenant#sort-key",
        "ce_subject,     ORDER#acme#ORDER-8,      the record's key must be the subject",
        "ce_subject,     ORDER#ACME#ORDER-7,      attribute subject must name its tenant in lower case",
        "content-type,   text/plain,              header content-type must be application/json",
        "content-type,   application/cloudevents+json, the record must be a CloudEvent in binary mode",
        "ce_tenant,      other,                   attribute tenant must be the subject's tenant",
        "ce_itemtype,    INVOICE,                 attribute itemtype must be the subject's type",
        "ce_itemversion, one,                     attribute itemversion must be a whole number",
        "ce_itemversion, 0,                       attribute itemversion must be at least 1",
        "ce_itemversion, -1,                      'attribute itemversion must be from 0 to 9999999999'",
        "ce_itemversion, 99999999999999999999,    attribute itemversion must be a whole number",
        "ce_deleted,     yes,                     attribute deleted must be true or false",
        "ce_deleted,     true,                    attribute deleted must be what the body says",
        "ce_id,          ,                        each CloudEvents header must have a value"
    })
    void a_header_must_say_what_the_format_and_the_rest_of_the_record_say(
            String header, @Nullable String value, String rule) {
        assertThat(failureOf(Records.withHeader(header, value)).rule()).isEqualTo(rule);
    }

    @Test
    void the_key_must_be_the_subject() {
        assertThat(failureOf(Records.withKey("ORDER#acme#ORDER-8")).rule())
                .isEqualTo("the record's key must be the subject");
        assertThat(failureOf(Records.withKey(null)).rule()).isEqualTo("the record's key must be the subject");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"Order 7\",      | {                      | body field name must be there",
                "\"Order 7\"                 | 7                      | body field name must be a text",
                "\"Order 7\"                 | \"a\",\"name\":\"b\"   | body field name must be there only once",
                "\"attributes\"              | \"other\"              | body field attributes must be there",
                "\"deleted\":false           | \"other\":1            | body field deleted must be there",
                "\"deleted\":false           | \"deleted\":\"false\"  | body field deleted must be true or false",
                "false                       | false,\"deleted\":true | body field deleted must be there only once",
                "false                       | false,\"expiresAt\":1.5   | body field expiresAt must be a whole number",
                "false                       | false,\"expiresAt\":\"1\" | body field expiresAt must be a whole number",
                "false                       | false,\"expiresAt\":99999999999999999 | body field expiresAt must be a moment in seconds",
                "false                       | false,\"payloadType\":\"a\" | body field schemaVersion must be there",
                "false                       | false,\"schemaVersion\":1 | body field payloadType must be there",
                "false                       | false,\"payloadType\":1 | body field payloadType must be a text",
                "false                       | false,\"schemaVersion\":1.5 | body field schemaVersion must be a whole number",
                "false                       | false,\"schemaVersion\":1,\"schemaVersion\":1 | body field schemaVersion must be there only once",
                "false                       | false,\"payloadType\":\"a\",\"schemaVersion\":0 | the body's schema version must be at least 1",
                "\"audit\":{                 | \"other\":{            | body field created must be there",
                "\"created\":{               | \"other\":{            | body field created must be there",
                "\"updated\":{               | \"created\":{          | body field created must be there only once",
                "{\"at\"                     | {\"other\"             | body field at must be there",
                "2026-11-23T09:30            | yesterday              | body field at must be a moment in ISO 8601",
                "\"by\"                      | \"other\"              | body field by must be there",
                "\"ip\":\"192.0.2.10\"       | \"ip\":null            | body field ip must be a text",
                "\"origin\":{                | \"origin\":[{          | body field origin must be an object",
                "\"source\"                  | \"other\"              | body field source must be there",
                "\"requestId\"               | \"other\"              | body field requestId must be there"
            })
    void a_body_needs_each_field_once_and_of_its_kind(String part, String replacement, String rule) {
        String body = Records.body().replace(part, replacement);
        assertThat(body).as("the body was tampered with").isNotEqualTo(Records.body());
        assertThat(failureOf(body).rule()).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Order 7    | the body's name must not contain half of a surrogate pair",
                "user-1     | the body's user must not contain half of a surrogate pair",
                "192.0.2.10 | the body's address must not contain half of a surrogate pair"
            })
    void texts_of_a_body_must_be_unicode(String text, String rule) {
        assertThat(failureOf(Records.body().replace(text, "\\uD83D")).rule()).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                            | the body's attributes must be an object",
                "null                          | the body's attributes must be an object",
                "{\"$binary\":\"AQ==\"}        | the body's attributes must have names whose first $ is doubled",
                "{\"$\":1}                     | the body's attributes must have names whose first $ is doubled",
                "{\"a\":{\"$later\":1}}        | the body's attributes must have names whose first $ is doubled",
                "{\"a\":{\"$binary\":1}}       | the body's attributes must have texts as bytes",
                "{\"a\":{\"$binary\":\"AQ==\",\"b\":1}} | the body's attributes must have nothing beside bytes in their object",
                "{\"a\":1,\"a\":null}          | the body's attributes must not have two values under one name",
                "{\"a\":{\"b\":null,\"b\":1}}  | the body's attributes must not have two values under one name",
                "{\"\":1}                      | the body's attributes must have a text that is not empty as its name",
                "{\"a\":1E999}                 | the body's attributes must have at most 38 significant digits and a magnitude from 1E-130 to 9.9E+125",
                "{\"a\":1E99999999999}          | the body's attributes must have numbers that fit into a decimal",
                "{\"a\":\"\\uD83D\"}           | the body's attributes must not contain half of a surrogate pair"
            })
    void attributes_must_be_what_an_item_may_hold_in_the_formats_own_notation(String attributes, String rule) {
        assertThat(failureOf(bodyWith(attributes)).rule()).isEqualTo(rule);
    }

    @Test
    void the_type_of_a_payload_must_be_the_name_of_one() {
        String body = Records.body().replace("false", "false,\"payloadType\":\"" + CANARY + " !\",\"schemaVersion\":1");
        UndecodableRecordException failure = failureOf(body);
        assertThat(failure.rule()).startsWith("the body's payload type must be 1 to 128 ASCII letters");
        assertThat(shown(failure)).doesNotContain(CANARY);
    }

    @Test
    void attributes_nested_deeper_than_an_item_may_have_them_are_refused() {
        assertThat(failureOf(bodyWith(nested(31))).rule())
                .isEqualTo("the body's attributes must not be nested deeper than 30");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"name\":\"Order 7\"",
                "{\"name\":NaN}",
                "{\"name\":'Order 7'}",
                "{\"name\":\"Order 7\"} // comment",
                "{\"expiresAt\":9223372036854775808}",
                "{\"schemaVersion\":2147483648}",
                "{\"attributes\":{\"a\":01}}",
                "{\"attributes\":{\"a\":{\"$binary\":\"*\"}}}",
                "{\"attributes\":{\"a\":{\"$binary\":\"A\"}}}"
            })
    void a_body_must_be_json(String body) {
        assertThat(failureOf(body).rule())
                .startsWith("the body must be JSON within the limits of an item, is not at byte ");
    }

    @Test
    void a_body_must_stay_within_the_limits_of_an_item() {
        String limits = "the body must be JSON within the limits of an item, is not at byte ";
        assertThat(failureOf(bodyWith(nested(100_000))).rule()).startsWith(limits);
        assertThat(failureOf(bodyWith("{\"a\":" + "1".repeat(1 << 20) + "}")).rule())
                .startsWith(limits);
        assertThat(failureOf(bodyWith("{\"a\":\"" + "x".repeat((1 << 20) + 1) + "\"}"))
                        .rule())
                .startsWith(limits);
        assertThat(failureOf("{\"later\":" + "[".repeat(100_000)).rule()).startsWith(limits);
    }

    @Test
    void a_body_must_be_one_object_in_utf_8() {
        assertThat(failureOf("[]").rule()).isEqualTo("the body must be an object");
        assertThat(failureOf(" ").rule()).isEqualTo("the body must be an object");
        assertThat(failureOf(Records.body() + "{}").rule()).isEqualTo("the body must end with its object");
        assertThat(failureOf(Records.withBody(new byte[0])).rule()).isEqualTo("the record must have a body");
        assertThat(failureOf(Records.withBody(Records.body().getBytes(UTF_16))).rule())
                .startsWith("the body must be JSON");
        assertThat(failureOf(Records.withBody(new byte[] {'{', '"', (byte) 0xC3, '"'}))
                        .rule())
                .startsWith("the body must be JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"" + CANARY,
                "{\"name\":" + CANARY + "}",
                "{\"name\":\"" + CANARY + "\",\"name\":\"" + CANARY + "\"}",
                "{\"" + CANARY + "\":\"" + CANARY + "\"}",
                "{\"" + CANARY + "\"}",
                "{\"payloadType\":\"" + CANARY + "\"}",
                "{\"schemaVersion\":\"" + CANARY + "\"}",
                "{\"audit\":{\"created\":{\"at\":\"" + CANARY + "\"}}}",
                "{\"attributes\":{\"" + CANARY + "\":1E999}}",
                "{\"attributes\":{\"$" + CANARY + "\":1}}",
                "{\"attributes\":{\"" + CANARY + "\":{\"$binary\":\"" + CANARY + "\"}}}",
                "{\"attributes\":{\"a\":4711471147114711E99999999999}}",
                "{\"attributes\":{\"a\":\"" + CANARY + "\\uD83D\"}}"
            })
    void nothing_of_a_broken_body_shows_in_the_failure(String body) {
        assertThat(shown(failureOf(body))).doesNotContain(CANARY, "4711");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_specversion", "ce_type", "ce_subject", "ce_itemversion", "ce_deleted", "ce_tenant"})
    void nothing_of_a_broken_header_shows_in_the_failure(String header) {
        assertThat(shown(failureOf(Records.withHeader(header, CANARY)))).doesNotContain(CANARY);
    }

    private static String bodyWith(String attributes) {
        return Records.body()
                .replaceFirst(
                        "\"attributes\":.*,\"deleted\"",
                        "\"attributes\":" + Matcher.quoteReplacement(attributes) + ",\"deleted\"");
    }

    private static String nested(int levels) {
        return "{\"a\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
    }

    private UndecodableRecordException failureOf(String body) {
        return failureOf(Records.withBody(body.getBytes(UTF_8)));
    }

    private UndecodableRecordException failureOf(ConsumerRecord<String, byte[]> record) {
        return catchThrowableOfType(UndecodableRecordException.class, () -> wire.read(record));
    }

    private static String shown(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace + failure.toString();
    }
}
