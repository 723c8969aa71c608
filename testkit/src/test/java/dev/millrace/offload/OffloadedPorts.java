/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static dev.millrace.testkit.Samples.key;
import static dev.millrace.testkit.Samples.note;
import static dev.millrace.testkit.Samples.recorded;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.CommandLog;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.context.InvokeContext;
import dev.millrace.data.DataItem;
import dev.millrace.data.DataStore;
import dev.millrace.data.ItemQuery;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import dev.millrace.testkit.memory.InMemoryPayloadStore;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** The ports in memory, with large payloads kept outside of them. */
class OffloadedPorts {

    static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
    static final int THRESHOLD = 1024;
    static final Attributes LARGE = note("l".repeat(2 * THRESHOLD));
    static final Attributes LARGER = note("m".repeat(4 * THRESHOLD));

    final UnsteadyPayloadStore store = new UnsteadyPayloadStore(new InMemoryPayloadStore());
    final PayloadOffload offload =
            PayloadOffload.to(store, OffloadOptions.defaults().withThresholdBytes(THRESHOLD));
    final InMemoryDataStore rawData = new InMemoryDataStore();
    final InMemoryCommandLog rawLog = new InMemoryCommandLog(rawData);
    final CommandLog log = offload.commandLog(rawLog);
    final DataStore data = offload.dataStore(rawData);
    final PartitionKey partition = Samples.freshPartition();
    final ItemKey key = key(partition, "A");

    /** A service that reads whatever it needs. */
    final CommandService service() {
        return CommandService.over(log, CommandOptions.defaults().withCacheBytes(0));
    }

    final ChangeRecord travelling(String sort, Attributes attributes) {
        done(log.append(recorded(key(partition, sort), 1, attributes)));
        return done(rawLog.latest(key(partition, sort))).toChange();
    }

    final List<DataItem> items() {
        return done(data.list(partition, ItemQuery.all(), null)).items();
    }

    final Attributes rawAttributes(long version) {
        return done(rawLog.get(key, Version.of(version))).content().attributes();
    }

    final PayloadPointer pointerOf(Attributes payload) {
        return done(new InMemoryPayloadStore().put(partition.tenant(), payload));
    }

    final void lose(Attributes payload) {
        String location = pointerOf(payload).location();
        done(store.list(NEVER)
                .filter(stored -> stored.location().equals(location))
                .flatMap(store::remove)
                .then(Mono.just(true)));
    }

    static Attributes fitting(int bytes) {
        return note("x".repeat((int) (bytes - PayloadSize.of(note("")))));
    }

    final <T> Mono<T> publish(Mono<T> publish) {
        return publish.contextWrite(
                InvokeContext.of("ada", partition.tenant().code()).asContext());
    }

    static <T> T done(Mono<T> call) {
        return call.block();
    }
}
