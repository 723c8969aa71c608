/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.change.ChangeRecord;
import dev.millrace.sink.runner.DataSyncHandler;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.spring.MillraceAutoConfiguration;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.SettingsException;
import dev.millrace.spring.shop.UnreachableStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/** Handlers among the application's beans. */
class HandlersTest {

    private final ApplicationContextRunner services = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MillraceAutoConfiguration.class))
            .withUserConfiguration(UnreachableStore.class)
            .withPropertyValues("millrace.app=shop", "millrace.modules=order,customer", "millrace.tables=ignore");

    private final ApplicationContextRunner workers =
            services.withConfiguration(AutoConfigurations.of(MillraceWorkerAutoConfiguration.class));

    @Test
    void each_handler_is_found_with_its_modules_and_one_that_is_there_twice_once() {
        services.withBean("one", RdsSync.class)
                .withBean("same", RdsSync.class)
                .withUserConfiguration(ByMethod.class)
                .run(context -> {
                    List<FedSink> found = HandlerBeans.in(
                            context.getBeanFactory(), context.getBean(MillraceModules.class), RunnerOptions.defaults());
                    assertThat(found)
                            .extracting(
                                    fed -> fed.id().module(),
                                    fed -> fed.sink().name().text())
                            .containsExactlyInAnyOrder(
                                    tuple("order", "sync-rds"),
                                    tuple("order", "sync-mail"),
                                    tuple("customer", "sync-mail"));
                    assertThat(found)
                            .extracting(FedSink::options)
                            .allMatch(options -> options.maxBatch() == 1 && !options.compaction());
                });
    }

    @Test
    void a_handler_alone_is_enough_to_need_kafka_and_it_can_be_left_out() {
        workers.withBean(RdsSync.class)
                .run(context -> refused(context.getStartupFailure(), "bootstrap-servers", "Kafka"));
        workers.withBean(RdsSync.class)
                .withPropertyValues("millrace.data-sync.run=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Workers.class));
    }

    @Test
    void a_handler_for_a_module_that_is_none_refuses_the_start_and_the_fix_is_named() {
        workers.withBean("lost", LostSync.class)
                .withPropertyValues("millrace.kafka.bootstrap-servers=localhost:1")
                .run(context -> refused(
                        context.getStartupFailure(),
                        "@DataSync of bean lost names \"nowhere\", which is not among millrace.modules",
                        "Add it to millrace.modules"));
    }

    @Test
    void two_handlers_of_one_type_and_a_bean_that_is_none_refuse_the_start() {
        ApplicationContextRunner kafka = workers.withPropertyValues("millrace.kafka.bootstrap-servers=localhost:1");
        kafka.withBean(RdsSync.class)
                .withBean(OtherRdsSync.class)
                .run(context -> refused(context.getStartupFailure(), "are both called \"rds\"", "type()"));
        kafka.withBean("odd", NoHandler.class)
                .run(context -> refused(
                        context.getStartupFailure(), "bean odd has @DataSync and is no DataSyncHandler", "implement"));
        kafka.withBean(RdsSync.class)
                .withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=10s")
                .run(context -> refused(context.getStartupFailure(), "millrace.data-sync.drain-timeout", "longer"));
    }

    private static void refused(Throwable failure, String fault, String fix) {
        assertThat(failure).rootCause().isInstanceOfSatisfying(SettingsException.class, refusal -> {
            assertThat(refusal).hasMessageContaining(fault);
            assertThat(refusal.fix()).contains(fix);
        });
    }

    @DataSync("order")
    static class RdsSync extends Sync {

        RdsSync() {
            super("rds");
        }
    }

    @DataSync("order")
    static class OtherRdsSync extends Sync {

        OtherRdsSync() {
            super("rds");
        }
    }

    @DataSync("nowhere")
    static class LostSync extends Sync {

        LostSync() {
            super("lost");
        }
    }

    @DataSync("order")
    static class NoHandler {}

    static class ByMethod {

        @Bean
        @DataSync({"order", "customer"})
        DataSyncHandler mail() {
            return new Sync("mail");
        }
    }

    static class Sync implements DataSyncHandler {

        private final String type;

        Sync(String type) {
            this.type = type;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public Mono<Void> up(ChangeRecord change) {
            return Mono.empty();
        }
    }
}
