/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import dev.millrace.context.UserContext;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Tenant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;

/** Reads the user out of the claims of a verified token, as Cognito names them. */
final class ClaimedUser {

    static final String USER = "sub";
    static final String TENANT = "custom:tenant";
    static final String ROLES = "custom:roles";

    private final BiPredicate<String, String> mayOverrideTenant;

    /** The predicate tells whether a user without a tenant may act for that tenant, with the role it has there. */
    ClaimedUser(BiPredicate<String, String> mayOverrideTenant) {
        this.mayOverrideTenant = mayOverrideTenant;
    }

    /** Returns the user; fails with {@link RefusedClaimsException}, which says why there is none. */
    UserContext of(Map<String, Object> claims, String requestedTenant) {
        String user = text(claims, USER);
        String claimed = text(claims, TENANT).toLowerCase(Locale.ROOT);
        String tenant = claimed.isEmpty() ? requestedTenant.strip().toLowerCase(Locale.ROOT) : claimed;
        if (user.isEmpty() || tenant.isEmpty()) {
            throw new RefusedClaimsException(
                    user.isEmpty() ? "the token names no user" : "neither the token nor the request names a tenant");
        }
        String role = role(claims, tenant);
        if (claimed.isEmpty() && !mayOverrideTenant.test(tenant, role)) {
            throw new RefusedClaimsException("the user may not choose that tenant");
        }
        return new UserContext(user, tenant(tenant), role.isEmpty() ? Set.of() : Set.of(role));
    }

    private static Tenant tenant(String code) {
        try {
            return Tenant.of(code);
        } catch (InvalidValueException e) {
            throw new RefusedClaimsException("tenant " + e.rule());
        }
    }

    /** The role for exactly that tenant, else the one for all tenants, else none. */
    private static String role(Map<String, Object> claims, String tenant) {
        String global = "";
        for (Object entry : roles(text(claims, ROLES))) {
            if (!(entry instanceof Map<?, ?> role)) {
                throw new RefusedClaimsException("the token's roles cannot be read");
            }
            String of = string(role.get("tenant")).toLowerCase(Locale.ROOT);
            if (of.equals(tenant)) {
                return string(role.get("role"));
            } else if (of.isEmpty()) {
                global = string(role.get("role"));
            }
        }
        return global;
    }

    private static List<Object> roles(String json) {
        if (json.isBlank()) {
            return List.of();
        }
        try {
            return JsonParserFactory.getJsonParser().parseList(json);
        } catch (JsonParseException e) {
            throw new RefusedClaimsException("the token's roles cannot be read");
        }
    }

    private static String text(Map<String, Object> claims, String name) {
        return string(claims.get(name));
    }

    private static String string(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
