/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.EmbeddedFixture;
import dev.millrace.bridge.ScriptedFixture;
import dev.millrace.bridge.StreamSource;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.regions.Region;

/** Sources over the Kinesis client, on DynamoDB Local inside this JVM. */
final class KclFixture extends EmbeddedFixture {

    private final StreamSource source = source(KclOptions.local().withWorkerId("worker-1"));

    @Override
    public StreamSource source() {
        return source;
    }

    StreamSource source(KclOptions options) {
        return new KclStreamSource(
                Mono.just(streamArn()),
                "bridge",
                client(),
                arn -> new StreamsClient(streams(), Region.US_EAST_1, arn),
                ScriptedFixture::change,
                options);
    }
}
