/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.actuator;

import dev.millrace.MillraceException;
import dev.millrace.spring.MillraceModule;
import dev.millrace.spring.MillraceModules;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Ready: the tables of all modules answer, and are as they must be. They are asked at most once in ten seconds, however
 * often probes come.
 */
final class TablesHealth implements ReactiveHealthIndicator {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final Mono<Health> health;

    TablesHealth(MillraceModules modules, Scheduler scheduler) {
        this.health = Flux.fromIterable(modules.all())
                .concatMap(TablesHealth::check)
                .then(Mono.fromSupplier(() -> Health.up().build()))
                .timeout(TIMEOUT, Mono.fromSupplier(() -> down("the tables do not answer")), scheduler)
                .onErrorResume(MillraceException.class, failure -> Mono.just(down(failure.getMessage())))
                .cacheInvalidateWhen(known -> Mono.delay(REMEMBERED, scheduler).then());
    }

    private static Mono<Void> check(MillraceModule module) {
        return module.tables().tables().check();
    }

    private static Health down(String reason) {
        return Health.down().withDetail("reason", reason).build();
    }

    @Override
    public Mono<Health> health() {
        return health;
    }
}
