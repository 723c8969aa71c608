/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.millrace.rebuild.Comparison.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One comparison: range by range, each with the last key of the fuller page, since only the store knows the order of its
 * keys; then the items that differed, until they do no more or the patience is over. Its reads follow one another.
 */
final class ComparisonRun {

    private final SinkGenerations generations;
    private final int one;
    private final int other;
    private final ComparisonOptions options;
    private final TenantTallies tallies = new TenantTallies();
    private final Map<List<String>, Difference> open = new LinkedHashMap<>();

    ComparisonRun(SinkGenerations generations, int one, int other, ComparisonOptions options) {
        this.generations = generations;
        this.one = one;
        this.other = other;
        this.options = options;
    }

    Mono<Comparison> run() {
        return Mono.just(KeyRange.ALL)
                .expand(this::step)
                .then(Mono.defer(this::settle))
                .then(Mono.fromSupplier(this::result));
    }

    private Comparison result() {
        List<Difference> shown =
                open.values().stream().limit(options.mostDifferences()).toList();
        return new Comparison(tallies.one(), tallies.other(), tallies.unequal(), shown, !isTooMuch());
    }

    private boolean isTooMuch() {
        return open.size() > options.mostDifferences();
    }

    /** Emits where the next range begins; empty after the last. */
    private Mono<KeyRange> step(KeyRange range) {
        return page(one, range).flatMap(ones -> page(other, isFull(ones) ? range.until(last(ones)) : range)
                .flatMap(others -> isFull(others) ? narrower(range, others) : next(ones, others)));
    }

    /** The second generation has more in the range than a page: its last key ends the range for both. */
    private Mono<KeyRange> narrower(KeyRange range, List<HeldItem> others) {
        return page(one, range.until(last(others))).flatMap(ones -> {
            take(ones, others);
            return goOn(last(others));
        });
    }

    private Mono<KeyRange> next(List<HeldItem> ones, List<HeldItem> others) {
        take(ones, others);
        return isFull(ones) ? goOn(last(ones)) : Mono.empty();
    }

    private Mono<KeyRange> goOn(List<String> last) {
        return isTooMuch() ? Mono.empty() : Mono.just(KeyRange.beyond(last));
    }

    private Mono<List<HeldItem>> page(int generation, KeyRange range) {
        return generations.page(generation, range, options.pageRows());
    }

    private boolean isFull(List<HeldItem> page) {
        return page.size() >= options.pageRows();
    }

    private static List<String> last(List<HeldItem> page) {
        return page.get(page.size() - 1).key();
    }

    private void take(List<HeldItem> ones, List<HeldItem> others) {
        tallies.add(ones, others);
        Map<List<String>, HeldItem> counterparts = byKey(others);
        for (HeldItem item : ones) {
            HeldItem counterpart = counterparts.remove(item.key());
            add(new Difference(item, counterpart == null ? item.missing() : counterpart));
        }
        counterparts.values().forEach(item -> add(new Difference(item.missing(), item)));
    }

    private void add(Difference found) {
        if (!found.one().isSameAs(found.other())) {
            open.put(found.key(), found);
        }
    }

    private static Map<List<String>, HeldItem> byKey(List<HeldItem> items) {
        return items.stream()
                .collect(Collectors.toMap(
                        HeldItem::key, Function.identity(), (first, second) -> second, LinkedHashMap::new));
    }

    private Mono<Void> settle() {
        if (open.isEmpty() || isTooMuch()) {
            return Mono.empty();
        }
        long end = now() + options.patience().toMillis();
        return Mono.delay(options.pause(), options.scheduler())
                .then(Mono.defer(this::lookAgain))
                .repeat(() -> !open.isEmpty() && now() < end)
                .then();
    }

    private long now() {
        return options.scheduler().now(MILLISECONDS);
    }

    private Mono<Void> lookAgain() {
        return Flux.fromIterable(List.copyOf(open.values()))
                .buffer(options.pageRows())
                .concatMap(this::lookAgain, 1)
                .then();
    }

    private Mono<Void> lookAgain(List<Difference> differences) {
        List<List<String>> keys = differences.stream().map(Difference::key).toList();
        return generations.held(one, keys).flatMap(ones -> generations
                .held(other, keys)
                .doOnNext(others -> close(differences, byKey(ones), byKey(others)))
                .then());
    }

    private void close(
            List<Difference> differences, Map<List<String>, HeldItem> ones, Map<List<String>, HeldItem> others) {
        List<List<String>> settled = new ArrayList<>();
        for (Difference difference : differences) {
            HeldItem missing = difference.one().missing();
            if (difference.isSettledBy(
                    ones.getOrDefault(difference.key(), missing), others.getOrDefault(difference.key(), missing))) {
                settled.add(difference.key());
            }
        }
        settled.forEach(open::remove);
    }
}
