/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.datatable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.MillraceException;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.data.DataItem;
import dev.millrace.data.DataStore;
import dev.millrace.data.ItemQuery;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.SinkOutcome.Deferred;
import dev.millrace.sink.SinkOutcome.Refused;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.contract.ChangeSinkContract;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class DataTableSinkTest extends ChangeSinkContract {

    private static final ItemKey BAD = ItemKey.of("NOTE", "acme", "bad");

    private final InMemoryDataStore store = new InMemoryDataStore();
    private final DataTableSink sink = DataTableSink.over(store);

    @Override
    protected ChangeSink sink() {
        return sink;
    }

    @Override
    protected Mono<Attributes> read(ItemKey key) {
        return store.get(key).filter(item -> !item.deleted()).map(DataItem::attributes);
    }

    private void assertOutcomeOfBad(MillraceException failure, Class<? extends SinkOutcome> expected) {
        ItemKey good = ItemKey.of("NOTE", "acme", "good");
        List<ChangeRecord> batch =
                List.of(Samples.change(BAD, 1, Samples.note("x")), Samples.change(good, 1, Samples.note("y")));
        StepVerifier.create(DataTableSink.over(new Failing(store, failure)).apply(batch))
                .assertNext(outcomes -> {
                    assertThat(outcomes.get(0)).isInstanceOf(expected);
                    assertThat(outcomes.get(1)).isEqualTo(SinkOutcome.applied());
                })
                .verifyComplete();
    }

    @Test
    void a_change_that_the_table_can_never_hold_is_refused_alone() {
        assertOutcomeOfBad(InvalidValueException.hidden("item", "must be smaller"), Refused.class);
    }

    @Test
    void while_the_table_cannot_be_used_a_change_is_deferred() {
        assertOutcomeOfBad(new StoreUnavailableException("throttled", null), Deferred.class);
    }

    @Test
    void while_the_table_is_missing_a_change_is_deferred_and_not_given_up() {
        assertOutcomeOfBad(new StoreMisconfiguredException("no table", null), Deferred.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void a_concurrency_that_cannot_work_is_refused(int concurrency) {
        assertThatThrownBy(() -> DataTableSink.over(store, concurrency)).isInstanceOf(InvalidValueException.class);
    }

    /** A store that cannot take one item. */
    private record Failing(DataStore store, MillraceException failure) implements DataStore {

        @Override
        public Mono<Boolean> put(DataItem item) {
            return item.key().equals(BAD) ? Mono.error(failure) : store.put(item);
        }

        @Override
        public Mono<DataItem> get(ItemKey key) {
            return store.get(key);
        }

        @Override
        public Flux<DataItem> getAll(Collection<ItemKey> keys) {
            return store.getAll(keys);
        }

        @Override
        public Mono<Slice> list(PartitionKey partition, ItemQuery query, @Nullable SortKey after) {
            return store.list(partition, query, after);
        }
    }
}
