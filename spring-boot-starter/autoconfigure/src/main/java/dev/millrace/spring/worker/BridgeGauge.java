/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.bridge.BridgeHealth;
import dev.millrace.bridge.ShardHealth;
import dev.millrace.spring.worker.WorkerStatus.State;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads a bridge's health.
 *
 * @param health how the bridge fares now
 */
record BridgeGauge(Supplier<BridgeHealth> health) implements Gauge {

    private static final Map<ShardHealth.State, State> STATES = Map.of(
            ShardHealth.State.FLOWING, State.RUNNING,
            ShardHealth.State.REPAIRING, State.REPAIRING,
            ShardHealth.State.AT_RISK, State.AT_RISK,
            ShardHealth.State.STUCK, State.STUCK);

    @Override
    public WorkerStatus read(WorkerStatus told) {
        BridgeHealth now = health.get();
        return told.withState(state(now)).withLag(now.lag());
    }

    /** The worst of its shards', as the states are ordered. */
    private static State state(BridgeHealth now) {
        State flow = now.shards().stream()
                .map(shard -> STATES.getOrDefault(shard.state(), State.RUNNING))
                .reduce(State.RUNNING, (worst, next) -> next.compareTo(worst) > 0 ? next : worst);
        return flow == State.RUNNING && !now.running() ? State.RETRYING : flow;
    }
}
