/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Tenant;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a sink has yet to take, by tenant, as far as it was looked at.
 *
 * @param tenants the tenants whose changes were found
 * @param foreign how many records were found whose key names no item
 * @param read how many records were looked at
 * @param lag how many there are
 */
public record SinkBacklog(Map<Tenant, OfTenant> tenants, long foreign, long read, long lag) {

    /**
     * A tenant's part of it.
     *
     * @param changes how many changes of the tenant were found
     * @param oldest when the one that waits longest came to the topic
     */
    public record OfTenant(long changes, Instant oldest) {

        private static final OfTenant NONE = new OfTenant(0, Instant.MAX);

        /** Refuses null. */
        public OfTenant {
            requireNonNull(oldest, "oldest");
        }

        static OfTenant one(Instant at) {
            return new OfTenant(1, at);
        }

        OfTenant and(OfTenant other) {
            return new OfTenant(changes + other.changes, oldest.isBefore(other.oldest) ? oldest : other.oldest);
        }
    }

    private static final Comparator<Map.Entry<Tenant, OfTenant>> MOST_FIRST =
            Map.Entry.<Tenant, OfTenant>comparingByValue(
                            Comparator.comparing(OfTenant::changes).reversed().thenComparing(OfTenant::oldest))
                    .thenComparing(found -> found.getKey().code());

    /** Copies the map. */
    public SinkBacklog {
        tenants = Map.copyOf(tenants);
    }

    /**
     * Whether everything was looked at. If not, what was is the part that waits longest on each partition: what is said of
     * a tenant is then the least that it may be.
     */
    public boolean isWhole() {
        return read >= lag;
    }

    /** That tenant's part; no changes, the oldest in the far future, if none of it was found. */
    public OfTenant of(Tenant tenant) {
        return tenants.getOrDefault(requireNonNull(tenant, "tenant"), OfTenant.NONE);
    }

    /** The tenants with the most changes, those with more first; at most so many. */
    public List<Tenant> largest(int most) {
        return tenants.entrySet().stream()
                .sorted(MOST_FIRST)
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }
}
