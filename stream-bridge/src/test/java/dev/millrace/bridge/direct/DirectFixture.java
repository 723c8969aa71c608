/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.ScriptedFixture;
import dev.millrace.bridge.StreamSource;
import dev.millrace.bridge.streams.StreamReader;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Direct sources on a scripted stream, with their checkpoints in memory. */
final class DirectFixture extends ScriptedFixture {

    final InMemoryCheckpointStore store = new InMemoryCheckpointStore();

    @Override
    public StreamSource source() {
        return source(DirectOptions.local().withWorkerId("worker-1"));
    }

    StreamSource source(DirectOptions options) {
        return new DirectStreamSource(
                Mono.just(ARN),
                arn -> new DirectRun(
                        StreamReader.of(
                                streams(), arn, options.reading(), ScriptedFixture::change, Schedulers.parallel()),
                        store,
                        options,
                        Schedulers.parallel()),
                options);
    }

    @Override
    public void close() {
        // nothing is open
    }
}
