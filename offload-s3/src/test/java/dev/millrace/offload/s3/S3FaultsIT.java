/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import static dev.millrace.testkit.Samples.note;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Tenant;
import dev.millrace.offload.PayloadPointer;
import dev.millrace.offload.PayloadStore;
import dev.millrace.offload.StoredPayload;
import dev.millrace.offload.UntrustedPayloadException;
import dev.millrace.testkit.engine.S3Local;
import dev.millrace.testkit.fault.Fault;
import dev.millrace.testkit.fault.FaultyHttpClient;
import dev.millrace.testkit.junit.LocalS3;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;

/** What becomes of requests that fail, and of objects that somebody changed. */
@ExtendWith(LocalS3.class)
class S3FaultsIT {

    /** S3 names no operation where the faulty client looks for one, so all requests are of this one. */
    private static final String ANY = "";

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
    private static final Attributes PAYLOAD = note("canary");

    private static S3Fixture s3;
    private static FaultyHttpClient http;
    private static S3PayloadStore faulty;

    private final Tenant tenant = Tenant.of(UUID.randomUUID().toString());

    @BeforeAll
    static void open(S3Local engine) {
        s3 = S3Fixture.create(engine);
        http = FaultyHttpClient.over(NettyNioAsyncHttpClient.create());
        faulty = S3PayloadStore.over(http, s3.options.withTimeouts(SHORT, SHORT), S3Fixture.CREDENTIALS);
    }

    @AfterAll
    static void close() {
        faulty.close();
        http.close();
        s3.close();
    }

    @Test
    void a_server_that_breaks_or_is_silent_is_unavailable() {
        PayloadPointer pointer = put(PAYLOAD);
        for (Fault fault : new Fault[] {
            Fault.failBeforeSending(), Fault.loseResponse(), Fault.neverAnswer(), Fault.answer(503, "SlowDown")
        }) {
            http.onEvery(ANY, fault);
            verifyUnavailable(faulty.put(tenant, PAYLOAD));
            verifyUnavailable(faulty.get(tenant, pointer));
            verifyUnavailable(faulty.list(NEVER).next());
            verifyUnavailable(faulty.remove(new StoredPayload(pointer.location(), Instant.EPOCH)));
            http.heal();
        }
        StepVerifier.create(s3.store.get(tenant, pointer)).expectNext(PAYLOAD).verifyComplete();
    }

    private static void verifyUnavailable(Mono<?> call) {
        StepVerifier.create(call).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(s3.place.bucket())
                .hasMessageNotContaining("canary"));
    }

    @Test
    void a_write_whose_first_answer_is_lost_succeeds() {
        S3PayloadStore patient = S3PayloadStore.over(http, s3.options, S3Fixture.CREDENTIALS);
        http.onNext(ANY, Fault.loseResponse());

        StepVerifier.create(patient.put(tenant, PAYLOAD)).expectNextCount(1).verifyComplete();
        patient.close();
    }

    @Test
    void a_denial_is_a_matter_of_configuration() {
        PayloadPointer pointer = put(PAYLOAD);
        http.onEvery(ANY, Fault.answer(403, "AccessDenied"));

        StepVerifier.create(faulty.get(tenant, pointer)).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(StoreMisconfiguredException.class)
                .hasMessageContaining("access to bucket"));
        http.heal();
    }

    @Test
    void a_bucket_that_is_not_there_is_a_matter_of_configuration() {
        PayloadPlace nowhere = new PayloadPlace("no-such-bucket", s3.place.prefix());
        S3Options options = new S3Options(
                nowhere, s3.options.endpoint(), s3.options.region(), Duration.ofSeconds(30), Duration.ofSeconds(30), 1);
        try (S3PayloadStore store = S3PayloadStore.open(options, S3Fixture.CREDENTIALS)) {
            for (Mono<?> call :
                    new Mono<?>[] {store.put(tenant, PAYLOAD), store.list(NEVER).next()}) {
                StepVerifier.create(call).verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(StoreMisconfiguredException.class)
                        .hasMessageContaining("no-such-bucket"));
            }
        }
    }

    @Test
    void an_object_that_somebody_changed_is_not_given_out() {
        PayloadPointer pointer = put(PAYLOAD);
        for (byte[] forged : new byte[][] {new byte[0], "{\"note\":\"forged\"}".getBytes(UTF_8), new byte[100_000]}) {
            overwrite(pointer, forged);
            StepVerifier.create(s3.store.get(tenant, pointer)).verifyError(UntrustedPayloadException.class);
        }
    }

    @Test
    void a_payload_over_the_stores_limit_is_refused_with_its_size() {
        Attributes huge = note("x".repeat(S3PayloadStore.LARGEST_BYTES));

        StepVerifier.create(s3.store.put(tenant, huge)).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("payload must be at most 16777216 bytes, is 16777227"));
    }

    @Test
    void a_pointer_to_more_than_there_can_be_is_not_followed() {
        PayloadPointer pointer = put(PAYLOAD);
        PayloadPointer huge = new PayloadPointer(pointer.location(), Long.MAX_VALUE, pointer.sha256());

        StepVerifier.create(s3.store.get(tenant, huge)).verifyError(UntrustedPayloadException.class);
    }

    @Test
    void what_else_is_in_the_bucket_is_neither_listed_nor_removed() {
        PayloadStore store = s3.store;
        s3.store
                .client()
                .putObject(
                        put -> put.bucket(s3.place.bucket()).key(s3.place.prefix() + "/report.json"),
                        AsyncRequestBody.fromString("{}"))
                .join();
        StoredPayload report = new StoredPayload(s3.place.locationOf(s3.place.prefix() + "/report.json"), NEVER);

        StepVerifier.create(store.list(NEVER).map(StoredPayload::location))
                .thenConsumeWhile(location -> !location.contains("report"))
                .verifyComplete();
        StepVerifier.create(store.remove(report)).verifyError(InvalidValueException.class);
    }

    private PayloadPointer put(Attributes payload) {
        return s3.store.put(tenant, payload).block();
    }

    private static void overwrite(PayloadPointer pointer, byte[] content) {
        s3.store
                .client()
                .putObject(
                        put -> put.bucket(s3.place.bucket()).key(s3.place.keyOf(pointer.location())),
                        AsyncRequestBody.fromBytes(content))
                .join();
    }
}
