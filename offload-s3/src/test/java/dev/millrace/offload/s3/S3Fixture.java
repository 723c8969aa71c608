/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import dev.millrace.testkit.engine.S3Local;
import java.time.Duration;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A store in a bucket of its own. */
final class S3Fixture implements AutoCloseable {

    static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("anybody", "secret"));

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final PayloadPlace place = new PayloadPlace("bucket-" + UUID.randomUUID(), "test-shop-order");
    final S3Options options;
    final S3PayloadStore store;

    private S3Fixture(S3Local engine) {
        this.options = S3Options.at(place)
                .withEndpoint(engine.endpoint())
                .withRegion("us-east-1")
                .withTimeouts(PATIENCE, PATIENCE);
        this.store = S3PayloadStore.open(options, CREDENTIALS);
    }

    static S3Fixture create(S3Local engine) {
        S3Fixture fixture = new S3Fixture(engine);
        fixture.store
                .client()
                .createBucket(create -> create.bucket(fixture.place.bucket()))
                .join();
        return fixture;
    }

    @Override
    public void close() {
        store.close();
    }
}
