/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Questions to a cluster, each through a client of its own: they are rare. */
final class AdminCalls {

    private AdminCalls() {}

    /** Emits what the work emits. The client resolves names when it is created and waits for its thread when it is closed. */
    static <T> Mono<T> with(ClientProperties clients, Function<Admin, Mono<T>> work) {
        return Mono.usingWhen(
                Mono.fromCallable(() -> Admin.create(clients.admin())).subscribeOn(Schedulers.boundedElastic()),
                work,
                admin -> Mono.<Void>fromRunnable(admin::close).subscribeOn(Schedulers.boundedElastic()));
    }

    /** Emits the answer; empty if it has none. */
    static <T> Mono<T> answer(Supplier<KafkaFuture<T>> call) {
        return Mono.fromCompletionStage(() -> call.get().toCompletionStage());
    }
}
