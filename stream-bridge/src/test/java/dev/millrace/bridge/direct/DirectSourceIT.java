/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.EmbeddedFixture;
import dev.millrace.bridge.ScriptedFixture;
import dev.millrace.bridge.StreamFixture;
import dev.millrace.bridge.StreamSource;
import dev.millrace.bridge.StreamSourceContract;
import dev.millrace.bridge.streams.StreamReader;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The direct source and its table on DynamoDB Local. */
class DirectSourceIT extends StreamSourceContract {

    @Override
    protected StreamFixture open() {
        return new Fixture();
    }

    private static final class Fixture extends EmbeddedFixture {

        @Override
        public StreamSource source() {
            return new DirectStreamSource(Mono.just(streamArn()), this::run, DirectOptions.local());
        }

        private DirectRun run(String arn) {
            return new DirectRun(
                    StreamReader.of(
                            streams(),
                            arn,
                            DirectOptions.local().reading(),
                            ScriptedFixture::change,
                            Schedulers.parallel()),
                    new DynamoCheckpointStore(client(), "checkpoints", arn, Schedulers.parallel()),
                    DirectOptions.local().withWorkerId("worker-1"),
                    Schedulers.parallel());
        }
    }
}
