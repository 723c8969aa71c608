/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.contract.ChangeSinkContract;
import reactor.core.publisher.Mono;

class InMemoryChangeSinkTest extends ChangeSinkContract {

    private final InMemoryChangeSink sink = new InMemoryChangeSink(SinkName.of("memory"));

    @Override
    protected ChangeSink sink() {
        return sink;
    }

    @Override
    protected Mono<Attributes> read(ItemKey key) {
        return sink.read(key).map(state -> state.content().attributes());
    }
}
