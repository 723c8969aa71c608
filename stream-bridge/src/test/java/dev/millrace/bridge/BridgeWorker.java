/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import java.util.List;
import reactor.core.publisher.Mono;

/** A process with a bridge in it, to be stopped and woken. */
final class BridgeWorker {

    private BridgeWorker() {}

    /** Runs until killed; takes {@link LocalRoad#arguments}. */
    public static void main(String[] arguments) {
        LocalRoad.bridge(List.of(arguments)).runUntil(Mono.never()).block();
    }
}
