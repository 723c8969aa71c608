/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.context.ClaimMapping;
import dev.millrace.context.InvalidClaimException;
import dev.millrace.context.UserContext;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JacksonRolesReaderTest {

    private final JacksonRolesReader reader = new JacksonRolesReader();

    private static Map<String, Object> claims(String roles) {
        return Map.of("sub", "ada", "custom:tenant", "acme", "custom:roles", roles);
    }

    @Test
    void a_list_in_json_is_what_a_mapping_takes() {
        String roles = "[{\"tenant\":\"ACME\",\"role\":\"clerk\"},{\"tenant\":null,\"role\":\"user\"}]";
        assertThat(ClaimMapping.cognito(reader).map(claims(roles), null))
                .isEqualTo(new UserContext("ada", Tenant.of("acme"), Set.of("clerk")));
        assertThat(reader.read("[]")).isEqualTo(List.of());
    }

    static Stream<String> notLists() {
        return Stream.of(
                "canary",
                "{\"role\":\"canary\"}",
                "\"canary\"",
                "null",
                "[{\"role\":\"canary\"}",
                "[] canary",
                "[{\"role\":\"user\",\"role\":\"canary\"}]",
                "[".repeat(9) + "]".repeat(9),
                "[" + " ".repeat(1 << 16) + "]");
    }

    @ParameterizedTest
    @MethodSource("notLists")
    void a_text_that_is_no_list_is_refused_and_not_shown(String text) {
        assertThatThrownBy(() -> reader.read(text))
                .isInstanceOf(InvalidValueException.class)
                .hasNoCause()
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> ClaimMapping.cognito(reader).map(claims(text), null))
                .isInstanceOf(InvalidClaimException.class)
                .hasNoCause()
                .hasMessageNotContaining("canary");
    }
}
