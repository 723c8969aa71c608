/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreUnavailableException;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.PartitionKey;
import dev.millrace.testkit.Samples;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Commands of one transaction whose reads fail together. */
class SimultaneousFailuresTest {

    private final StoreUnavailableException first = new StoreUnavailableException("the first", null);
    private final StoreUnavailableException second = new StoreUnavailableException("the second", null);

    @Test
    void commands_that_fail_at_the_same_moment_fail_with_the_reason_of_one_of_them() {
        PartitionKey partition = Samples.freshPartition();
        List<Command> commands = List.of(
                Command.put(Samples.key(partition, "a"), Samples.note("a")),
                Command.put(Samples.key(partition, "b"), Samples.note("b")));

        CommandService.over(failingTwiceAtOnce(), CommandOptions.defaults())
                .publishAtomically(commands)
                .contextWrite(InvokeContext.system(partition.tenant()).asContext())
                .as(StepVerifier::create)
                .expectErrorSatisfies(failure -> assertThat(failure).isIn(first, second))
                .verify(Duration.ofSeconds(30));
    }

    /** Two calls that fail on two threads at the same moment look like this to whoever waits for both. */
    private CommandLog failingTwiceAtOnce() {
        return (CommandLog) Proxy.newProxyInstance(
                CommandLog.class.getClassLoader(),
                new Class<?>[] {CommandLog.class},
                (proxy, method, arguments) -> Mono.error(Exceptions.multiple(first, second)));
    }
}
