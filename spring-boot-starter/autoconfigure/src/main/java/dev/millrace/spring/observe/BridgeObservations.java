/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.ShardId;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ModuleId;
import io.micrometer.observation.ObservationRegistry;

/** Observes each change that Kafka has acknowledged. */
final class BridgeObservations implements BridgeListener {

    private static final BridgeObservationConvention STANDARD = new StandardBridgeConvention();

    private final ModuleId module;
    private final ObservationRegistry registry;
    private final BridgeObservationConvention convention;

    BridgeObservations(ModuleId module, ObservationRegistry registry, BridgeObservationConvention convention) {
        this.module = module;
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public void changePublished(ShardId shard, ChangeRecord change) {
        BridgeContext context = new BridgeContext(module, change);
        context.ended("published");
        MillraceObservation.BRIDGE
                .observation(convention, STANDARD, () -> context, registry)
                .start()
                .stop();
    }
}
