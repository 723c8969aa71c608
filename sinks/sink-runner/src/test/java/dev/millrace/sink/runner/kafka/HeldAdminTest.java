/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class HeldAdminTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ClientProperties clients = new ClientProperties("localhost:1", KafkaRoadOptions.defaults());

    @Test
    void all_questions_go_through_one_client() {
        try (HeldAdmin held = new HeldAdmin(clients)) {
            List<Admin> lent = Flux.range(0, 20)
                    .flatMap(question -> held.with(Mono::just))
                    .collectList()
                    .block(PATIENCE);

            assertThat(lent).hasSize(20).containsOnly(lent.get(0));
        }
    }

    @Test
    void after_the_end_no_client_is_lent_and_what_was_open_fails() {
        HeldAdmin held = new HeldAdmin(clients);
        Mono<String> unanswered = held.with(
                admin -> AdminCalls.answer(() -> admin.describeCluster().clusterId()));
        StepVerifier.create(unanswered)
                .then(() -> held.with(Mono::just).block(PATIENCE))
                .then(held::close)
                .expectError()
                .verify(PATIENCE);

        StepVerifier.create(held.with(Mono::just))
                .expectError(IllegalStateException.class)
                .verify(PATIENCE);
    }

    @Test
    void a_cluster_whose_brokers_have_all_moved_is_found_again_by_its_first_address() {
        assertThat(clients.heldAdmin()).containsEntry("metadata.recovery.strategy", "rebootstrap");
    }
}
