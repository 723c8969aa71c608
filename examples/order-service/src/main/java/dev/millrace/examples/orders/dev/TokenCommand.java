/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders.dev;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace token}: prints a token that the order service trusts in its profile dev, and nobody anywhere else. */
@Command(
        name = "millrace token",
        description = "Prints a bearer token for the order service of ./millrace example.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {

    static final String ISSUER = "urn:millrace:development";
    static final String AUDIENCE = "order-service";

    @Option(names = "--tenant", required = true, paramLabel = "TENANT", description = "The tenant to act for.")
    private String tenant = "";

    @Option(names = "--user", required = true, paramLabel = "USER", description = "The user's id.")
    private String user = "";

    @Option(names = "--role", paramLabel = "ROLE", description = "A role in the tenant; may be given several times.")
    private List<String> roles = List.of();

    @Option(
            names = "--valid-for",
            paramLabel = "DURATION",
            description = "How long it is good, in ISO 8601 (default: ${DEFAULT-VALUE}).")
    private Duration validity = Duration.ofHours(8);

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TokenCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        System.out.println(DevelopmentKey.ofThisCheckout().sign(claims(user, tenant, roles, validity)));
        return CommandLine.ExitCode.OK;
    }

    /** What Cognito's tokens say, too. */
    static JWTClaimsSet claims(String user, String tenant, List<String> roles, Duration validity) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(user)
                .claim("custom:tenant", tenant)
                .claim("custom:roles", JSONArrayUtils.toJSONString(rolesIn(tenant, roles)))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(validity)))
                .build();
    }

    private static List<Map<String, String>> rolesIn(String tenant, List<String> roles) {
        return roles.stream()
                .map(role -> Map.of("tenant", tenant, "role", role))
                .toList();
    }
}
