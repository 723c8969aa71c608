/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.context;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Tenant;
import java.util.Set;

/**
 * The person or job that asks.
 *
 * @param userId the verified id, such as a token's subject
 * @param tenant the tenant it acts for
 * @param roles the roles it holds there; compared as they are, case included
 */
public record UserContext(String userId, Tenant tenant, Set<String> roles) {

    /** Copies the roles. */
    public UserContext {
        requireNonNull(userId, "userId");
        requireNonNull(tenant, "tenant");
        roles = Set.copyOf(roles);
    }
}
