/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.MillraceException;
import dev.millrace.item.Attributes;
import dev.millrace.item.Tenant;
import dev.millrace.offload.MissingPayloadException;
import dev.millrace.offload.PayloadPointer;
import dev.millrace.offload.PayloadStore;
import dev.millrace.offload.StoredPayload;
import dev.millrace.offload.UntrustedPayloadException;
import dev.millrace.testkit.Samples;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What a {@link PayloadStore} owes. */
public abstract class PayloadStoreContract extends ReactiveContract {

    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
    private static final int WRITERS = 32;

    /** For subclasses. */
    protected PayloadStoreContract() {}

    /** The store under test; the same one within a test. Its clock runs on its own. */
    protected abstract PayloadStore store();

    @Override
    protected final Mono<?> write() {
        return store().put(owner(), note("cold"));
    }

    @Override
    protected final Mono<Boolean> isWritten() {
        return owned().hasElements();
    }

    @Test
    void a_payload_reads_back_exactly_as_it_was_put() {
        assertThat(await(store().get(owner(), put(Samples.everyKind())))).isEqualTo(Samples.everyKind());
        assertThat(await(store().get(owner(), put(Attributes.empty())))).isEqualTo(Attributes.empty());
    }

    @Test
    void a_payload_of_several_megabytes_reads_back_exactly() {
        Attributes large = Attributes.of(Map.of("text", "grüße 😀".repeat(300_000), "bytes", new byte[1 << 20]));

        assertThat(await(store().get(owner(), put(large)))).isEqualTo(large);
    }

    @Test
    void equal_payloads_are_one_object_in_whatever_order_they_were_given() {
        PayloadPointer first = put(ordered("a", "b"));

        assertThat(put(ordered("a", "b"))).isEqualTo(first);
        assertThat(put(ordered("b", "a"))).isEqualTo(first);
        assertThat(await(owned())).extracting(StoredPayload::location).containsExactly(first.location());
    }

    @Test
    void many_writers_of_one_payload_make_one_object() {
        List<PayloadPointer> pointers = await(Flux.range(0, WRITERS)
                .flatMap(writer -> store().put(owner(), note("shared")).subscribeOn(Schedulers.parallel()), WRITERS));

        assertThat(pointers).hasSize(WRITERS).containsOnly(pointers.get(0));
        assertThat(await(owned())).hasSize(1);
    }

    @Test
    void different_payloads_are_different_objects() {
        PayloadPointer one = put(note("one"));
        PayloadPointer two = put(note("two"));

        assertThat(await(store().get(owner(), one))).isEqualTo(note("one"));
        assertThat(await(store().get(owner(), two))).isEqualTo(note("two"));
        assertThat(await(owned()))
                .extracting(StoredPayload::location)
                .containsExactlyInAnyOrder(one.location(), two.location());
    }

    @Test
    void tenants_share_nothing_not_even_equal_payloads() {
        PayloadPointer mine = put(note("same"));
        PayloadPointer theirs = await(store().put(stranger(), note("same")));

        assertThat(theirs.location()).isNotEqualTo(mine.location());
        assertThat(theirs.sha256()).isEqualTo(mine.sha256());
    }

    @Test
    void a_pointer_to_another_tenants_payload_is_not_followed() {
        PayloadPointer theirs = await(store().put(stranger(), note("secret")));

        assertThat(failure(theirs)).isInstanceOf(UntrustedPayloadException.class);
    }

    @Test
    void a_pointer_that_leads_anywhere_else_is_not_followed_and_not_quoted() {
        PayloadPointer mine = put(note("mine"));
        for (String location : List.of(
                "s3://other-bucket/" + mine.sha256() + ".json",
                "file:///etc/passwd",
                "http://169.254.169.254/latest",
                "../" + mine.location(),
                mine.location() + "/../x",
                mine.location() + "x",
                mine.location().replace(owner().code(), owner().code() + "/.."),
                mine.location().replace(mine.sha256(), mine.sha256().substring(1)))) {
            assertThat(failure(new PayloadPointer(location, mine.bytes(), mine.sha256())))
                    .as(location)
                    .isInstanceOf(UntrustedPayloadException.class)
                    .hasMessageNotContaining(location);
        }
    }

    @Test
    void a_payload_that_is_not_what_its_pointer_says_is_not_given_out() {
        PayloadPointer mine = put(note("mine"));
        PayloadPointer other = put(note("other"));

        assertThat(failure(new PayloadPointer(mine.location(), mine.bytes() + 1, mine.sha256())))
                .isInstanceOf(UntrustedPayloadException.class);
        assertThat(failure(new PayloadPointer(mine.location(), mine.bytes() - 1, mine.sha256())))
                .isInstanceOf(UntrustedPayloadException.class);
        assertThat(failure(new PayloadPointer(mine.location(), mine.bytes(), other.sha256())))
                .isInstanceOf(UntrustedPayloadException.class);
    }

    @Test
    void a_payload_that_is_gone_is_missing() {
        PayloadPointer pointer = put(note("short-lived"));

        assertThat(await(store().remove(only()))).isTrue();
        assertThat(failure(pointer)).isInstanceOf(MissingPayloadException.class);
        assertThat(await(owned())).isEmpty();
    }

    @Test
    void a_payload_that_was_removed_can_be_put_again() {
        put(note("back"));
        await(store().remove(only()));

        assertThat(await(store().get(owner(), put(note("back"))))).isEqualTo(note("back"));
    }

    @Test
    void a_payload_that_is_gone_already_is_not_removed() {
        put(note("short-lived"));
        StoredPayload listed = only();
        await(store().remove(listed));

        assertThat(await(store().remove(listed))).isFalse();
    }

    @Test
    void putting_a_payload_again_renews_its_age_and_keeps_it_from_removal() {
        PayloadPointer pointer = put(note("wanted again"));
        StoredPayload listed = only();

        StoredPayload renewed = await(Flux.defer(() -> store().put(owner(), note("wanted again")))
                .thenMany(owned())
                .next()
                .repeat()
                .filter(now -> now.writtenAt().isAfter(listed.writtenAt()))
                .next());

        assertThat(renewed.location()).isEqualTo(listed.location());
        assertThat(await(store().remove(listed))).isFalse();
        assertThat(await(store().get(owner(), pointer))).isEqualTo(note("wanted again"));
    }

    @Test
    void a_list_holds_what_was_put_before_the_moment_and_nothing_younger() {
        put(note("young"));
        Instant writtenAt = only().writtenAt();

        assertThat(await(owned(writtenAt))).isEmpty();
        assertThat(await(owned(writtenAt.plusMillis(1)))).hasSize(1);
    }

    private PayloadPointer put(Attributes payload) {
        return await(store().put(owner(), payload));
    }

    private Throwable failure(PayloadPointer pointer) {
        return await(store().get(owner(), pointer)
                .<Throwable>map(found -> new AssertionError("gave out a payload"))
                .onErrorResume(MillraceException.class, Mono::just));
    }

    private StoredPayload only() {
        List<StoredPayload> all = await(owned());
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private Flux<StoredPayload> owned() {
        return owned(NEVER);
    }

    /** Other tests may share the store. */
    private Flux<StoredPayload> owned(Instant before) {
        return store().list(before).filter(payload -> payload.location().contains("/" + owner().code() + "/"));
    }

    private Tenant owner() {
        return partition().tenant();
    }

    private Tenant stranger() {
        return Tenant.of("x" + owner().code());
    }

    private static Attributes ordered(String... names) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : names) {
            values.put(name, Map.of(name, List.of(name, Collections.emptyMap())));
        }
        return Attributes.of(values);
    }
}
