/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.StoreUnavailableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class OffloadedStatesTest {

    @Test
    void when_several_fail_at_once_the_failure_is_one_of_theirs() {
        OffloadedStates states = new OffloadedStates(null, OffloadOptions.defaults());
        List<Sinks.One<Integer>> payloads = List.of(Sinks.one(), Sinks.one(), Sinks.one());
        Flux<Integer> fetched = states.each(
                        Flux.range(0, 3), number -> payloads.get(number).asMono())
                .doOnNext(first -> {
                    payloads.get(1).tryEmitError(new StoreUnavailableException("the first", null));
                    payloads.get(2).tryEmitError(new StoreUnavailableException("the second", null));
                });

        StepVerifier.create(fetched)
                .then(() -> payloads.get(0).tryEmitValue(0))
                .expectNext(0)
                .verifyError(StoreUnavailableException.class);
    }
}
