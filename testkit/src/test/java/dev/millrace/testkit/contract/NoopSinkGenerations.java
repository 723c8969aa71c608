/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import dev.millrace.rebuild.HeldItem;
import dev.millrace.rebuild.KeyRange;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.ChangeSink;
import java.util.List;
import reactor.core.publisher.Mono;

/** Says yes to everything and remembers nothing. */
final class NoopSinkGenerations implements SinkGenerations {

    @Override
    public ChangeSink sink(int generation) {
        return new NoopChangeSink();
    }

    @Override
    public Mono<Void> create(int generation) {
        return Mono.empty();
    }

    @Override
    public Mono<List<Integer>> existing() {
        return Mono.just(List.of());
    }

    @Override
    public Mono<Integer> inUse() {
        return Mono.empty();
    }

    @Override
    public Mono<Void> use(int generation) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> drop(int generation) {
        return Mono.empty();
    }

    @Override
    public Mono<List<HeldItem>> page(int generation, KeyRange range, int limit) {
        return Mono.just(List.of());
    }

    @Override
    public Mono<List<HeldItem>> held(int generation, List<List<String>> keys) {
        return Mono.just(List.of());
    }
}
