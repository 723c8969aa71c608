/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import dev.millrace.command.CommandLog;
import dev.millrace.command.CommandService;
import dev.millrace.data.DataStore;
import java.util.List;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;

/** A write side under test: stores, services over them, and faults between the two. */
public interface WriteSide {

    /** A service that has seen nothing yet. */
    CommandService service(boolean caching);

    /** What is true, without faults once {@link #disarm()} was called. */
    CommandLog log();

    /** What is shown, without faults once {@link #disarm()} was called. */
    DataStore data();

    /** Runs these calls at once, and gives what each of them emits, in their order. */
    <T> List<T> run(List<Mono<T>> calls);

    /** Lets some of the next calls fail, or none; draws whatever is left to chance until {@link #disarm()}. */
    void arm(RandomGenerator random);

    /** Ends all faults, and tells whether any may have been met since they began. */
    boolean disarm();
}
