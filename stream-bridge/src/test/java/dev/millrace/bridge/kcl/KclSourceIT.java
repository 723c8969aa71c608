/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.EmbeddedFixture;
import dev.millrace.bridge.ScriptedFixture;
import dev.millrace.bridge.StreamFixture;
import dev.millrace.bridge.StreamSource;
import dev.millrace.bridge.StreamSourceContract;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.regions.Region;

/** The source over the Kinesis client on DynamoDB Local. */
class KclSourceIT extends StreamSourceContract {

    @Override
    protected StreamFixture open() {
        return new Fixture();
    }

    private static final class Fixture extends EmbeddedFixture {

        private final StreamSource source = new KclStreamSource(
                Mono.just(streamArn()),
                "bridge",
                client(),
                arn -> new StreamsClient(streams(), Region.US_EAST_1, arn),
                ScriptedFixture::change,
                KclOptions.local().withWorkerId("worker-1"));

        @Override
        public StreamSource source() {
            return source;
        }
    }
}
