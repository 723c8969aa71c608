/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/** What a token must say beyond a good signature: who gave it, whom it is for, and when it ends. */
final class TokenRules implements OAuth2TokenValidator<Jwt> {

    private final String issuer;
    private final Set<String> audiences;

    TokenRules(String issuer, Set<String> audiences) {
        this.issuer = issuer;
        this.audiences = audiences;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        if (!issuer.equals(token.getClaimAsString("iss"))) {
            return refused("the token is of another issuer");
        } else if (token.getExpiresAt() == null) {
            return refused("the token never expires");
        } else if (Collections.disjoint(audiences(token), audiences)) {
            return refused("the token is for another audience");
        }
        return OAuth2TokenValidatorResult.success();
    }

    /** Cognito's access tokens name the client that they were made for, and no audience. */
    private static List<String> audiences(Jwt token) {
        List<String> named = token.getAudience();
        String client = token.getClaimAsString("client_id");
        boolean isAccessToken = "access".equals(token.getClaimAsString("token_use"));
        return (named == null || named.isEmpty()) && isAccessToken && client != null
                ? List.of(client)
                : named == null ? List.of() : named;
    }

    private static OAuth2TokenValidatorResult refused(String reason) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, reason, null));
    }
}
