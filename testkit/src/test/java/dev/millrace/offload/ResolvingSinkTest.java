/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.contract.ChangeSinkContract;
import dev.millrace.testkit.memory.InMemoryChangeSink;
import dev.millrace.testkit.memory.InMemoryPayloadStore;
import reactor.core.publisher.Mono;

class ResolvingSinkTest extends ChangeSinkContract {

    private final InMemoryChangeSink wrapped = new InMemoryChangeSink(SinkName.of("wrapped"));
    private final ChangeSink sink =
            PayloadOffload.to(new InMemoryPayloadStore()).sink(wrapped);

    @Override
    protected ChangeSink sink() {
        return sink;
    }

    @Override
    protected Mono<Attributes> read(ItemKey key) {
        return wrapped.read(key).map(state -> state.content().attributes());
    }
}
