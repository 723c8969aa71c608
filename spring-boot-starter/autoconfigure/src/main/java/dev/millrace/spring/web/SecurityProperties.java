/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which tokens are accepted, and what is guarded.
 *
 * @param issuer who must have given a token; default {@code spring.security.oauth2.resourceserver.jwt.issuer-uri}
 * @param audiences who tokens must be meant for, any of them: the {@code aud} of a token or, of a Cognito access token, its
 *     {@code client_id}; default {@code COGNITO_USER_POOL_CLIENT_ID}, or {@code
 *     spring.security.oauth2.resourceserver.jwt.audiences}
 * @param unguardedPackages the packages whose controllers need no tenant; default {@code org.springdoc}
 */
@ConfigurationProperties("millrace.security")
public record SecurityProperties(
        @DefaultValue("") String issuer,
        @DefaultValue Set<String> audiences,
        @DefaultValue("org.springdoc") List<String> unguardedPackages) {

    /** Copies the collections. */
    public SecurityProperties {
        audiences = Set.copyOf(audiences);
        unguardedPackages = List.copyOf(unguardedPackages);
    }
}
