/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Questions to a cluster: who lends the client for them. */
interface AdminCalls {

    /** Emits what the work emits, with a client that is there for as long as it takes. Never on the client's own thread. */
    <T> Mono<T> with(Function<Admin, Mono<T>> work);

    /** For questions that are rare: each has a client of its own. */
    static AdminCalls oneByOne(ClientProperties clients) {
        return new OneByOne(clients);
    }

    /** Emits the answer; empty if it has none. */
    static <T> Mono<T> answer(Supplier<KafkaFuture<T>> call) {
        return Mono.fromCompletionStage(() -> call.get().toCompletionStage());
    }

    /**
     * A client for each question. It resolves names when it is created and waits for its thread when it is closed.
     *
     * @param clients how the cluster is reached
     */
    record OneByOne(ClientProperties clients) implements AdminCalls {

        @Override
        public <T> Mono<T> with(Function<Admin, Mono<T>> work) {
            return Mono.usingWhen(
                    Mono.fromCallable(() -> Admin.create(clients.admin())).subscribeOn(Schedulers.boundedElastic()),
                    work,
                    admin -> Mono.<Void>fromRunnable(admin::close).subscribeOn(Schedulers.boundedElastic()));
        }
    }
}
