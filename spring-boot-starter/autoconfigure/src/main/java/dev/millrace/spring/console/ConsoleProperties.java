/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console, a page at {@code /millrace/console}.
 *
 * @param enabled whether there is one; default false
 * @param readOnly whether it only shows, and lets nobody pause, resume, redrive or discard; default true
 * @param roles who has one of these may look, beside those with one of {@code millrace.tenancy.cross-tenant-roles}; default
 *     none. What may be seen and done of which tenant's items is decided as everywhere else
 * @param refresh how often the page asks, and how often lag is noted for its plots, which show the last 360 notes; default 5 s
 */
@ConfigurationProperties("millrace.console")
public record ConsoleProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("true") boolean readOnly,
        @DefaultValue Set<String> roles,
        @DefaultValue("5s") Duration refresh) {

    /** Copies the roles; fails with {@link InvalidValueException} for a time that is not positive. */
    public ConsoleProperties {
        roles = Set.copyOf(roles);
        if (refresh.isNegative() || refresh.isZero()) {
            throw new InvalidValueException("refresh", refresh.toString(), "must be positive");
        }
    }
}
