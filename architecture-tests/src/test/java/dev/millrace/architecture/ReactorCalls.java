/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.Set;

/** Calls that make a thread wait for a publisher. */
final class ReactorCalls {

    private static final Set<String> NAMES =
            Set.of("block", "blockOptional", "blockFirst", "blockLast", "toIterable", "toStream", "join");

    private static final Set<String> OWNERS = Set.of(
            "reactor.core.publisher.Mono",
            "reactor.core.publisher.Flux",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.Future");

    private ReactorCalls() {}

    static DescribedPredicate<JavaMethodCall> thatBlock() {
        return DescribedPredicate.describe(
                "blocks",
                call -> NAMES.contains(call.getName())
                        && OWNERS.contains(call.getTargetOwner().getName()));
    }
}
