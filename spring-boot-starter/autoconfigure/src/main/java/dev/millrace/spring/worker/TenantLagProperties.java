/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Tenant;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose part of a sink's lag is metered. Off unless tenants are named: each of them is a meter of each sink.
 *
 * @param tenants codes of tenants; default none
 * @param sample how many changes that a sink has yet to take are looked at each time, those that wait longest; default
 *     10,000
 */
@ConfigurationProperties("millrace.tenant-lag")
record TenantLagProperties(@DefaultValue List<String> tenants, @DefaultValue("10000") int sample) {

    TenantLagProperties {
        tenants = List.copyOf(tenants);
        if (sample < 1) {
            throw new InvalidValueException(
                    "millrace.tenant-lag.sample", Integer.toString(sample), "must be at least 1");
        }
    }

    List<Tenant> all() {
        return tenants.stream().map(Tenant::of).distinct().toList();
    }
}
