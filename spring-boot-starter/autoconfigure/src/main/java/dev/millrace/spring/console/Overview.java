/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.spring.MillraceModule;
import java.time.Instant;
import java.util.List;

/**
 * What the page asks for again and again.
 *
 * @param process which process answered; counts and states are this one's
 * @param now its clock
 * @param refresh how often the page shall ask, in milliseconds
 * @param readOnly whether the console only shows
 * @param user who asks
 * @param tenant whose tenant that is
 * @param modules the modules and their sinks
 * @param workers the workers of this process
 * @param readings how far they were behind
 */
record Overview(
        String process,
        Instant now,
        long refresh,
        boolean readOnly,
        String user,
        String tenant,
        List<Module> modules,
        List<WorkerView> workers,
        LagReadings.Columns readings) {

    /**
     * A module.
     *
     * @param name what it is called
     * @param sinks the sinks that this application knows, running here or not
     */
    record Module(String name, List<String> sinks) {

        static Module of(MillraceModule module) {
            return new Module(
                    module.id().module(),
                    module.sinks().stream()
                            .map(known -> known.sink().name().text())
                            .toList());
        }
    }
}
