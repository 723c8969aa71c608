/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Tenant;
import dev.millrace.offload.MissingPayloadException;
import dev.millrace.offload.PayloadPointer;
import dev.millrace.offload.PayloadStore;
import dev.millrace.offload.StoredPayload;
import dev.millrace.offload.UntrustedPayloadException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A {@link PayloadStore} in an S3 bucket. Open one per place, close it last. Signals arrive on Reactor's parallel
 * scheduler.
 *
 * <p>Needs {@code s3:PutObject}, {@code s3:GetObject} and {@code s3:ListBucket}, without which S3 does not tell a missing
 * object from a forbidden one; sweeping needs {@code s3:DeleteObject}, too. Switch the bucket's versioning on, so that a
 * removal can be taken back.
 */
public final class S3PayloadStore implements PayloadStore, AutoCloseable {

    /** How long an encoded payload may be, in bytes. */
    public static final int LARGEST_BYTES = 16 << 20;

    /** The SDK has its own timeouts; this one is for the futures that it is known to forget. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** What compression may add to content that does not compress, at least. */
    private static final int LARGEST_OVERHEAD = 1 << 10;

    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3AsyncClient client;
    private final @Nullable SdkAsyncHttpClient ownHttpClient;
    private final PayloadPlace place;
    private final Duration deadline;

    private S3PayloadStore(S3AsyncClient client, S3Options options, @Nullable SdkAsyncHttpClient ownHttpClient) {
        this.client = client;
        this.ownHttpClient = ownHttpClient;
        this.place = options.place();
        this.deadline = options.callTimeout().plus(GRACE);
    }

    /** Opens a store with the credentials that the AWS SDK finds in its usual places. No I/O happens yet. */
    public static S3PayloadStore open(S3Options options) {
        return open(options, null);
    }

    /** Opens a store with these credentials, or those that the AWS SDK finds if there are none. */
    public static S3PayloadStore open(S3Options options, @Nullable AwsCredentialsProvider credentials) {
        SdkAsyncHttpClient http = S3Clients.http(options);
        return new S3PayloadStore(S3Clients.client(options, credentials, http), options, http);
    }

    /** Opens a store over an HTTP client of the caller's, who also closes it. */
    public static S3PayloadStore over(
            SdkAsyncHttpClient http, S3Options options, @Nullable AwsCredentialsProvider credentials) {
        return new S3PayloadStore(S3Clients.client(options, credentials, requireNonNull(http, "http")), options, null);
    }

    /** The client itself, for what Millrace does not do; it closes with this store. */
    public S3AsyncClient client() {
        return client;
    }

    @Override
    public Mono<PayloadPointer> put(Tenant owner, Attributes payload) {
        requireNonNull(owner, "owner");
        requireNonNull(payload, "payload");
        return Mono.defer(() -> put(owner, EncodedPayload.of(payload)));
    }

    /** Whether it is there or not: a request to ask is no cheaper, and a new age keeps it from the sweeper. */
    private Mono<PayloadPointer> put(Tenant owner, EncodedPayload payload) {
        if (payload.size() > LARGEST_BYTES) {
            return Mono.error(() -> InvalidValueException.hidden(
                    "payload", "must be at most %d bytes, is %d".formatted(LARGEST_BYTES, payload.size())));
        }
        PayloadPointer pointer = pointer(owner, payload);
        PutObjectRequest request = request(pointer, payload);
        byte[] body = payload.body();
        return call(() -> client.putObject(request, AsyncRequestBody.fromBytesUnsafe(body)))
                .thenReturn(pointer)
                .onErrorMap(failure -> S3Failures.of(place.bucket(), failure));
    }

    private PayloadPointer pointer(Tenant owner, EncodedPayload payload) {
        String sha256 = payload.sha256();
        return new PayloadPointer(place.location(owner, sha256), payload.size(), sha256);
    }

    private PutObjectRequest request(PayloadPointer pointer, EncodedPayload payload) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(place.bucket())
                .key(place.keyOf(pointer.location()))
                .contentType("application/json");
        return payload.isCompressed()
                ? request.contentEncoding(EncodedPayload.GZIP).build()
                : request.build();
    }

    @Override
    public Mono<Attributes> get(Tenant owner, PayloadPointer pointer) {
        requireNonNull(owner, "owner");
        requireNonNull(pointer, "pointer");
        return Mono.defer(() -> {
            requireOwn(owner, pointer);
            GetObjectRequest request = request(pointer);
            return call(() -> client.getObject(request, AsyncResponseTransformer.toBytes()))
                    .map(object -> read(owner, pointer, object))
                    .onErrorMap(failure -> ofGet(owner, pointer, failure));
        });
    }

    /** A pointer is followed only if it is the one that this store gives out for this content of this tenant. */
    private void requireOwn(Tenant owner, PayloadPointer pointer) {
        if (!pointer.location().equals(place.location(owner, pointer.sha256())) || pointer.bytes() > LARGEST_BYTES) {
            throw new UntrustedPayloadException(owner, "is not where its pointer leads");
        }
    }

    /** Asks for no more than there can be, whatever is there. */
    private GetObjectRequest request(PayloadPointer pointer) {
        long longest = pointer.bytes() + pointer.bytes() / LARGEST_OVERHEAD + LARGEST_OVERHEAD;
        return GetObjectRequest.builder()
                .bucket(place.bucket())
                .key(place.keyOf(pointer.location()))
                .range("bytes=0-" + longest)
                .build();
    }

    private static Attributes read(Tenant owner, PayloadPointer pointer, ResponseBytes<GetObjectResponse> object) {
        boolean compressed = EncodedPayload.GZIP.equals(object.response().contentEncoding());
        return EncodedPayload.read(owner, pointer, object.asByteArrayUnsafe(), compressed);
    }

    private Throwable ofGet(Tenant owner, PayloadPointer pointer, Throwable failure) {
        if (failure instanceof NoSuchKeyException) {
            return new MissingPayloadException(owner, pointer);
        } else if (failure instanceof S3Exception refused && refused.statusCode() == RANGE_NOT_SATISFIABLE) {
            return new UntrustedPayloadException(owner, "is empty");
        }
        return S3Failures.of(place.bucket(), failure);
    }

    @Override
    public Flux<StoredPayload> list(Instant before) {
        requireNonNull(before, "before");
        return page(null)
                .expand(page -> page.isTruncated() ? page(page.nextContinuationToken()) : Mono.empty())
                .concatMapIterable(ListObjectsV2Response::contents, 1)
                .map(this::stored)
                .filter(payload -> payload.writtenAt().isBefore(before) && place.holds(payload.location()));
    }

    private Mono<ListObjectsV2Response> page(@Nullable String token) {
        return call(() -> client.listObjectsV2(list ->
                        list.bucket(place.bucket()).prefix(place.prefix() + "/").continuationToken(token)))
                .onErrorMap(failure -> S3Failures.of(place.bucket(), failure));
    }

    private StoredPayload stored(S3Object object) {
        return new StoredPayload(place.locationOf(object.key()), seconds(object.lastModified()));
    }

    @Override
    public Mono<Boolean> remove(StoredPayload payload) {
        requireNonNull(payload, "payload");
        return Mono.defer(() -> remove(payload, place.keyOf(payload.location())));
    }

    private Mono<Boolean> remove(StoredPayload payload, String key) {
        return call(() -> client.headObject(head -> head.bucket(place.bucket()).key(key)))
                .filter(found -> isUntouched(payload, found))
                .flatMap(found -> call(() -> client.deleteObject(
                        delete -> delete.bucket(place.bucket()).key(key))))
                .hasElement()
                .onErrorReturn(NoSuchKeyException.class, false)
                .onErrorMap(failure -> S3Failures.of(place.bucket(), failure));
    }

    private static boolean isUntouched(StoredPayload payload, HeadObjectResponse found) {
        return seconds(found.lastModified()).equals(payload.writtenAt());
    }

    /** The grain of a header: a list may be finer, and the two have to be comparable. */
    private static Instant seconds(Instant lastModified) {
        return lastModified.truncatedTo(ChronoUnit.SECONDS);
    }

    private <T> Mono<T> call(Supplier<CompletableFuture<T>> call) {
        return Mono.fromFuture(call).timeout(deadline).publishOn(Schedulers.parallel());
    }

    /** Closes the client; calls under way fail. */
    @Override
    public void close() {
        client.close();
        if (ownHttpClient != null) {
            ownHttpClient.close();
        }
    }
}
