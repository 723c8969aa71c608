/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.cli.demo.ExpectedItems.Expected;
import dev.millrace.context.InvokeContext;
import dev.millrace.data.DataItem;
import dev.millrace.data.DataService;
import dev.millrace.data.ItemQuery;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a query finds, compared item by item with what the input says.
 *
 * @param verified items that are as they must be: version, content, deletion
 * @param lost items that are missing or older than they must be
 * @param mismatched items that are there but otherwise not as they must be, or that nobody asked for
 */
record Verification(long verified, long lost, long mismatched) {

    private static final int PAGE = 1_000;

    /** Reads every partition of the input through the query side and compares. */
    static Mono<Verification> of(ExpectedItems expected, DataService data) {
        Map<ItemKey, Expected> missing = new HashMap<>();
        Set<PartitionKey> partitions = new HashSet<>();
        expected.forEach((key, item) -> {
            missing.put(key, item);
            partitions.add(key.partition());
        });
        return Flux.fromIterable(partitions)
                .concatMap(partition -> items(partition, data))
                .reduce(new Verification(0, 0, 0), (sum, item) -> sum.plus(item, missing.remove(item.key())))
                .map(sum -> new Verification(sum.verified, sum.lost + missing.size(), sum.mismatched));
    }

    private static Flux<DataItem> items(PartitionKey partition, DataService data) {
        return data.streamItemsByPk(partition, ItemQuery.all().withDeleted().limit(PAGE))
                .contextWrite(InvokeContext.system(partition.tenant()).asContext());
    }

    private Verification plus(DataItem found, @Nullable Expected expected) {
        if (expected != null && expected.version().isAfter(found.version())) {
            return new Verification(verified, lost + 1, mismatched);
        }
        boolean same = expected != null
                && expected.version().equals(found.version())
                && expected.content().equals(found.state().content());
        return same
                ? new Verification(verified + 1, lost, mismatched)
                : new Verification(verified, lost, mismatched + 1);
    }

    boolean isClean() {
        return lost == 0 && mismatched == 0;
    }
}
