/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.spring.MillraceAutoConfiguration;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.shop.CountingHttpClient;
import dev.millrace.spring.shop.UnreachableStore;
import dev.millrace.spring.worker.MillraceWorkerAutoConfiguration;
import dev.millrace.spring.worker.StubWorkers;
import dev.millrace.spring.worker.WorkerStatus.State;
import dev.millrace.spring.worker.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.test.scheduler.VirtualTimeScheduler;

class HealthTest {

    private final ApplicationContextRunner shop = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ApplicationAvailabilityAutoConfiguration.class,
                    EndpointAutoConfiguration.class,
                    HealthEndpointAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class,
                    AvailabilityHealthContributorAutoConfiguration.class,
                    AvailabilityProbesAutoConfiguration.class,
                    MillraceAutoConfiguration.class,
                    MillraceWorkerAutoConfiguration.class,
                    MillraceActuatorAutoConfiguration.class))
            .withUserConfiguration(UnreachableStore.class)
            .withPropertyValues(
                    "millrace.app=shop",
                    "millrace.modules=order",
                    "millrace.tables=ignore",
                    "management.endpoint.health.probes.enabled=true",
                    "management.endpoints.web.exposure.include=*");

    @Test
    void tables_count_for_readiness_and_workers_for_liveness() {
        shop.run(context -> {
            HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
            assertThat(groups.get("readiness").isMember("millraceTables")).isTrue();
            assertThat(groups.get("readiness").isMember("readinessState")).isTrue();
            assertThat(groups.get("readiness").isMember("millraceWorkers")).isFalse();
            assertThat(groups.get("liveness").isMember("millraceWorkers")).isTrue();
            assertThat(groups.get("liveness").isMember("millraceTables")).isFalse();
        });
    }

    @Test
    void each_indicator_can_be_switched_off() {
        shop.withPropertyValues("management.health.millrace-tables.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean("millraceTablesHealthIndicator")
                        .hasBean("millraceWorkersHealthIndicator"));
        shop.withPropertyValues("millrace.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MillraceEndpoint.class));
    }

    @Test
    void without_actuator_there_is_nothing_of_it() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(MillraceAutoConfiguration.class, MillraceActuatorAutoConfiguration.class))
                .withUserConfiguration(UnreachableStore.class)
                .withPropertyValues("millrace.app=shop", "millrace.modules=order", "millrace.tables=ignore")
                .withClassLoader(
                        new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("millraceEndpoint"));
    }

    @Test
    void an_application_without_workers_is_alive_and_the_endpoint_shows_its_modules() {
        shop.run(context -> {
            ReactiveHealthIndicator workers =
                    context.getBean("millraceWorkersHealthIndicator", ReactiveHealthIndicator.class);
            assertThat(workers.health().block(Duration.ofSeconds(30)).getStatus())
                    .isEqualTo(Status.UP);
            MillraceEndpoint.Overview overview =
                    context.getBean(MillraceEndpoint.class).overview();
            assertThat(overview.workers()).isEmpty();
            assertThat(overview.modules())
                    .containsExactly(new MillraceEndpoint.Module(
                            "local-shop-order",
                            "local-shop-order-command",
                            "local-shop-order-data",
                            "local-shop-order-changes",
                            List.of("data-table")));
        });
    }

    @Test
    void what_a_restart_mends_ends_liveness_and_what_people_mend_only_the_flow() {
        Map<State, List<Status>> expected = Map.of(
                State.RUNNING, List.of(Status.UP, Status.UP),
                State.PAUSED, List.of(Status.UP, Status.UP),
                State.RETRYING, List.of(Status.UP, Status.OUT_OF_SERVICE),
                State.REPAIRING, List.of(Status.UP, Status.OUT_OF_SERVICE),
                State.AT_RISK, List.of(Status.UP, Status.OUT_OF_SERVICE),
                State.CIRCUIT_OPEN, List.of(Status.UP, Status.OUT_OF_SERVICE),
                State.STUCK, List.of(Status.DOWN, Status.OUT_OF_SERVICE));
        expected.forEach((state, statuses) -> {
            List<Workers> workers = List.of(StubWorkers.showing("search", state));
            Health alive = new WorkersHealth(workers).health().block(Duration.ofSeconds(30));
            Health flow = new FlowHealth(workers).health().block(Duration.ofSeconds(30));
            assertThat(List.of(alive.getStatus(), flow.getStatus()))
                    .as("%s", state)
                    .isEqualTo(statuses);
            assertThat(alive.getDetails()).containsEntry("order/search", state);
            assertThat(flow.getDetails().get("order/search"))
                    .isEqualTo(Map.of("state", state, "parked", 0L, "behind", 7L));
        });
    }

    @Test
    void however_often_probes_come_the_tables_are_asked_once_in_ten_seconds() {
        shop.run(context -> {
            VirtualTimeScheduler time = VirtualTimeScheduler.create();
            CountingHttpClient store = context.getBean(CountingHttpClient.class);
            TablesHealth health = new TablesHealth(context.getBean(MillraceModules.class), time);

            Health down = health.health().block(Duration.ofSeconds(30));
            assertThat(down.getStatus()).isEqualTo(Status.DOWN);
            assertThat(down.getDetails().get("reason"))
                    .asString()
                    .startsWith("table local-shop-order-data cannot be used now");
            int asked = store.requests();
            health.health().block(Duration.ofSeconds(30));
            assertThat(store.requests()).isEqualTo(asked);
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                time.advanceTimeBy(Duration.ofSeconds(11));
                health.health().block(Duration.ofSeconds(30));
                return store.requests() > asked;
            });
        });
    }
}
