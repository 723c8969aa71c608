/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import dev.millrace.bridge.ScriptedFixture;
import dev.millrace.bridge.ScriptedStreamContract;
import dev.millrace.bridge.StreamSource;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.regions.Region;

/** The source over the Kinesis client on a scripted stream; its leases are on DynamoDB Local. */
class KclScriptedIT extends ScriptedStreamContract {

    @Override
    protected ScriptedFixture open() {
        return new Fixture();
    }

    private static final class Fixture extends ScriptedFixture {

        private final AmazonDynamoDBLocal engine = DynamoDBEmbedded.create(true);

        private final StreamSource source = new KclStreamSource(
                Mono.just(ARN),
                "bridge",
                engine.dynamoDbAsyncClient(),
                arn -> new StreamsClient(streams(), Region.US_EAST_1, arn),
                ScriptedFixture::change,
                KclOptions.local().withWorkerId("worker-1"));

        @Override
        public StreamSource source() {
            return source;
        }

        @Override
        public void close() {
            engine.shutdown();
        }
    }
}
