/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.item.ModuleId;
import dev.millrace.item.Tenant;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.kafka.SinkBacklog.OfTenant;
import java.util.Map;

/** A bean that is told how far sinks are behind. All beans of this type are. */
@FunctionalInterface
public interface SinkLagListener {

    /** Returns who is told of that sink. */
    ForSink create(ModuleId module, SinkName sink);

    /** Is told of one sink. */
    @FunctionalInterface
    interface ForSink {

        /** The sink is so many changes behind, by partition; empty where Kafka has not answered, or the sink stopped. */
        void measured(Map<Integer, Long> behind);

        /**
         * So much of that is the tenants' that {@code millrace.tenant-lag.tenants} names; empty where Kafka has not
         * answered, or the sink stopped.
         */
        default void measuredByTenant(Map<Tenant, OfTenant> behind) {}
    }
}
