/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.StoreUnavailableException;
import dev.millrace.spring.StartTask;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Sees, before the workers start, that Kafka answers. */
final class KafkaStart implements StartTask {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final KafkaClients clients;

    KafkaStart(KafkaClients clients) {
        this.clients = clients;
    }

    @Override
    public Mono<Void> prepare() {
        return Mono.using(this::admin, KafkaStart::describe, admin -> admin.close(Duration.ZERO))
                .subscribeOn(Schedulers.boundedElastic()) // creating a client looks up host names
                .onErrorMap(cause -> new StoreUnavailableException(
                        "Kafka at %s does not answer".formatted(clients.bootstrapServers()), cause));
    }

    private Admin admin() {
        Map<String, Object> properties = new HashMap<>(clients.all());
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(LONGEST.toMillis()));
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(LONGEST.toMillis()) / 2);
        return Admin.create(properties);
    }

    private static Mono<Void> describe(Admin admin) {
        return Mono.fromCompletionStage(() -> admin.describeCluster().nodes().toCompletionStage())
                .then()
                .publishOn(Schedulers.boundedElastic()); // closing the client waits for its thread
    }
}
