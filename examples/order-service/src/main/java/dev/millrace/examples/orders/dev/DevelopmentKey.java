/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders.dev;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Base64;

/** The key that signs development tokens. Each checkout makes its own, so that there is none that anybody else knows. */
final class DevelopmentKey {

    /** Names the folder of the key; {@code application-dev.properties} reads its public half from there. */
    static final String FOLDER = "order-service.key-folder";

    private static final int BITS = 2048;

    private final RSAKey pair;

    private DevelopmentKey(RSAKey pair) {
        this.pair = pair;
    }

    /** The key of the folder that the system property names; makes it if it is missing. */
    static DevelopmentKey ofThisCheckout() throws IOException {
        return in(Path.of(System.getProperty(FOLDER, "target/development-key")));
    }

    static DevelopmentKey in(Path folder) throws IOException {
        Path file = folder.resolve("private.jwk");
        try {
            if (Files.notExists(file)) {
                create(folder, file);
            }
            return new DevelopmentKey(RSAKey.parse(Files.readString(file)));
        } catch (ParseException | JOSEException e) {
            throw new IOException("%s is no key; delete the folder, and the next use makes another".formatted(file), e);
        }
    }

    /** Of two that create it at once the second fails, and leaves the key of the first alone. */
    private static void create(Path folder, Path file) throws IOException, JOSEException {
        RSAKey pair = new RSAKeyGenerator(BITS).generate();
        Files.createDirectories(folder);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, pair.toJSONString());
        Files.writeString(
                folder.resolve("public.pem"),
                "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                        .formatted(Base64.getMimeEncoder()
                                .encodeToString(pair.toRSAPublicKey().getEncoded())));
    }

    String sign(JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        try {
            token.sign(new RSASSASigner(pair));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform signs with RSA", e);
        }
        return token.serialize();
    }
}
