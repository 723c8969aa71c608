/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The read models of one demo, all from the same topic. */
final class Followers implements AutoCloseable {

    private final List<Follower> all = new ArrayList<>();

    Followers(Road road, DemoEngines engines, Set<DemoSink> sinks) {
        sinks.stream()
                .map(sink -> model(sink, road, engines))
                .map(road::follower)
                .forEach(all::add);
    }

    private static ReadModel model(DemoSink sink, Road road, DemoEngines engines) {
        return switch (sink) {
            case DATA -> new DataTable(road.module());
            case POSTGRES -> new SqlTable(engines.postgres());
            case OPENSEARCH -> new SearchDocuments(engines.openSearch().endpoint());
        };
    }

    List<Follower> all() {
        return all;
    }

    Mono<Void> prepare() {
        return Flux.fromIterable(all).concatMap(Follower::prepare).then();
    }

    @Override
    public void close() {
        all.forEach(Follower::close);
    }
}
