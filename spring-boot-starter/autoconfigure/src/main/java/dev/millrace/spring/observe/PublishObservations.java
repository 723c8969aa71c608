/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.command.PublishOutcome;
import dev.millrace.item.ModuleId;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Observes publications: each subscription is an observation of its own, within the one that the subscriber is in. */
final class PublishObservations {

    private static final PublishObservationConvention STANDARD = new StandardPublishConvention();

    private final ModuleId module;
    private final ObservationRegistry registry;
    private final PublishObservationConvention convention;

    PublishObservations(ModuleId module, ObservationRegistry registry, PublishObservationConvention convention) {
        this.module = module;
        this.registry = registry;
        this.convention = convention;
    }

    Mono<PublishOutcome> one(String operation, Mono<PublishOutcome> publication) {
        return Mono.deferContextual(view -> {
            OpenPublication open = open(operation, view);
            return publication
                    .doOnNext(outcome -> open.ended(name(outcome)))
                    .doOnError(open::failed)
                    .doOnTerminate(open::close)
                    .doOnCancel(open::close)
                    .contextWrite(open::into);
        });
    }

    Mono<List<PublishOutcome>> all(String operation, Mono<List<PublishOutcome>> publication) {
        return Mono.deferContextual(view -> {
            OpenPublication open = open(operation, view);
            return publication
                    .doOnNext(outcomes -> open.ended("recorded"))
                    .doOnError(open::failed)
                    .doOnTerminate(open::close)
                    .doOnCancel(open::close)
                    .contextWrite(open::into);
        });
    }

    <T> Flux<T> stream(String operation, Flux<T> publication) {
        return Flux.deferContextual(view -> {
            OpenPublication open = open(operation, view);
            return publication
                    .doOnComplete(() -> open.ended("recorded"))
                    .doOnError(open::failed)
                    .doOnTerminate(open::close)
                    .doOnCancel(open::close)
                    .contextWrite(open::into);
        });
    }

    private static String name(PublishOutcome outcome) {
        return outcome.fold(recorded -> "recorded", unchanged -> "unchanged");
    }

    private OpenPublication open(String operation, ContextView view) {
        PublishContext context = new PublishContext(module, operation);
        Observation observation =
                MillraceObservation.PUBLISH.observation(convention, STANDARD, () -> context, registry);
        view.<Observation>getOrEmpty(OpenPublication.CURRENT).ifPresent(observation::parentObservation);
        return new OpenPublication(context, observation.start());
    }
}
