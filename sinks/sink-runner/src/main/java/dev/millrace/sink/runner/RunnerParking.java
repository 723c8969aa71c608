/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.ModuleId;
import dev.millrace.parking.ParkedChanges;

/**
 * Where a runner parks.
 *
 * @param parked the store
 * @param module whose changes the runner carries
 * @param options how
 */
record RunnerParking(ParkedChanges parked, ModuleId module, ParkingOptions options) {

    RunnerParking {
        requireNonNull(parked, "parked");
        requireNonNull(module, "module");
        requireNonNull(options, "options");
    }
}
