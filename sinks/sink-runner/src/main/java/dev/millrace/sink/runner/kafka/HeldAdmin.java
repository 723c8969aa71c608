/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One client for all questions of a road, created with the first of them. */
final class HeldAdmin implements AdminCalls, AutoCloseable {

    private final ClientProperties clients;
    private @Nullable Admin admin;
    private boolean closed;

    HeldAdmin(ClientProperties clients) {
        this.clients = clients;
    }

    @Override
    public <T> Mono<T> with(Function<Admin, Mono<T>> work) {
        return Mono.fromCallable(this::open)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(work)
                .publishOn(Schedulers.boundedElastic());
    }

    private synchronized Admin open() {
        if (closed) {
            throw new IllegalStateException("the road is closed");
        }
        Admin held = admin;
        if (held == null) {
            held = Admin.create(clients.heldAdmin());
            admin = held;
        }
        return held;
    }

    /** Fails the questions that are open. */
    @Override
    public synchronized void close() {
        closed = true;
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
