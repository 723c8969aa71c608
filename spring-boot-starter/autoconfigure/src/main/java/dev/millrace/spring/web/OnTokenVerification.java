/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** Holds where one of Boot's settings tells how the signatures of tokens are verified. */
final class OnTokenVerification extends AnyNestedCondition {

    OnTokenVerification() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty("spring.security.oauth2.resourceserver.jwt.issuer-uri")
    static final class ByIssuer {}

    @ConditionalOnProperty("spring.security.oauth2.resourceserver.jwt.jwk-set-uri")
    static final class ByKeySet {}

    @ConditionalOnProperty("spring.security.oauth2.resourceserver.jwt.public-key-location")
    static final class ByPublicKey {}
}
