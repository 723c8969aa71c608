/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.shop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.function.UnaryOperator;

/** Tokens of an issuer that the tests are, and of some that are not it. */
public final class Tokens {

    public static final String ISSUER = "https://issuer.test/pool";
    public static final String AUDIENCE = "shop";

    private static final KeyPair KEYS = newKeys();

    private Tokens() {}

    /** Writes the public key where Spring can read it. */
    public static Path publicKey() {
        try {
            Path file = Files.createTempFile("millrace-issuer", ".pem");
            file.toFile().deleteOnExit();
            return Files.writeString(
                    file,
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(KEYS.getPublic().getEncoded())
                            + "\n-----END PUBLIC KEY-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings of an application that trusts the issuer. */
    public static String[] settings() {
        return new String[] {
            "spring.security.oauth2.resourceserver.jwt.public-key-location="
                    + publicKey().toUri(),
            "millrace.security.issuer=" + ISSUER,
            "millrace.security.audiences=" + AUDIENCE
        };
    }

    public static String of(String user, String tenant, String role) {
        String roles = role.isEmpty() ? "[]" : "[{\"tenant\":\"%s\",\"role\":\"%s\"}]".formatted(tenant, role);
        return with(
                claims -> claims.subject(user).claim("custom:tenant", tenant).claim("custom:roles", roles));
    }

    /** Of a user without a tenant of its own, with a role in a tenant, or without one in all of them. */
    public static String ofNoTenant(String roleIn, String role) {
        String roles = "[{\"tenant\":\"%s\",\"role\":\"%s\"}]".formatted(roleIn, role);
        return with(claims -> claims.claim("custom:tenant", null).claim("custom:roles", roles));
    }

    public static String with(UnaryOperator<JWTClaimsSet.Builder> change) {
        return signed(JWSAlgorithm.RS256, new RSASSASigner(KEYS.getPrivate()), change);
    }

    /** Signed with the right algorithm and somebody else's key. */
    public static String forged() {
        return signed(JWSAlgorithm.RS256, new RSASSASigner(newKeys().getPrivate()), claims -> claims);
    }

    /** Signed with an algorithm that is not allowed: the public key as a shared secret. */
    public static String confused() {
        try {
            return signed(JWSAlgorithm.HS256, new MACSigner(KEYS.getPublic().getEncoded()), claims -> claims);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Not signed at all. */
    public static String unsigned() {
        return new PlainJWT(good(claims -> claims)).serialize();
    }

    /** A good token whose claims were changed after it was signed. */
    public static String tampered() {
        String[] parts = of("u1", "acme", "user").split("\\.", -1);
        String[] others = of("u1", "other", "system_admin").split("\\.", -1);
        return parts[0] + "." + others[1] + "." + parts[2];
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, UnaryOperator<JWTClaimsSet.Builder> change) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader(algorithm), good(change));
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWTClaimsSet good(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(AUDIENCE)
                        .subject("u1")
                        .claim("custom:tenant", "acme")
                        .expirationTime(Date.from(Instant.now().plusSeconds(600))))
                .build();
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
