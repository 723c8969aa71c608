/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** What {@link Comparison} asks of {@link SinkGenerations}, in memory; keys are ordered backwards, which it cannot know. */
final class KeptGenerations implements SinkGenerations {

    private final Map<Integer, NavigableMap<String, HeldItem>> generations = new HashMap<>();
    private Consumer<List<List<String>>> whenLookedAt = keys -> {};
    private int pages;

    synchronized void hold(int generation, ItemKey key, long version) {
        hold(generation, key, version, false);
    }

    synchronized void hold(int generation, ItemKey key, long version, boolean isDeleted) {
        generation(generation)
                .put(key.id(), new HeldItem(List.of(key.id()), key.tenant().code(), Version.of(version), isDeleted));
    }

    synchronized void lose(int generation, ItemKey key) {
        generation(generation).remove(key.id());
    }

    /** Does something each time before differences are looked at again. */
    void whenLookedAt(Consumer<List<List<String>>> action) {
        whenLookedAt = action;
    }

    int pages() {
        return pages;
    }

    private NavigableMap<String, HeldItem> generation(int generation) {
        return generations.computeIfAbsent(generation, none -> new TreeMap<>(Collections.reverseOrder()));
    }

    @Override
    public Mono<List<HeldItem>> page(int generation, KeyRange range, int limit) {
        return Mono.fromSupplier(() -> slice(generation, range, limit));
    }

    private synchronized List<HeldItem> slice(int generation, KeyRange range, int limit) {
        pages++;
        NavigableMap<String, HeldItem> held = generation(generation);
        NavigableMap<String, HeldItem> after =
                range.after().isEmpty() ? held : held.tailMap(range.after().get(0), false);
        NavigableMap<String, HeldItem> within =
                range.upTo().isEmpty() ? after : after.headMap(range.upTo().get(0), true);
        return within.values().stream().limit(limit).toList();
    }

    @Override
    public Mono<List<HeldItem>> held(int generation, List<List<String>> keys) {
        return Mono.fromSupplier(() -> {
            whenLookedAt.accept(keys);
            return found(generation, keys);
        });
    }

    private synchronized List<HeldItem> found(int generation, List<List<String>> keys) {
        List<HeldItem> found = new ArrayList<>();
        for (List<String> key : keys) {
            HeldItem item = generation(generation).get(key.get(0));
            if (item != null) {
                found.add(item);
            }
        }
        return found;
    }

    @Override
    public ChangeSink sink(int generation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> create(int generation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<Integer>> existing() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Integer> inUse() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> use(int generation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> drop(int generation) {
        throw new UnsupportedOperationException();
    }
}
