/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlOptionsTest {

    private static final String URL = "r2dbc:postgresql://db.example:5432/shop";

    private final SqlOptions options = SqlOptions.of(URL, "app", "secret");

    @Test
    void they_come_from_the_environment() {
        assertThat(SqlOptions.from(Map.of("SQL_URL", " " + URL, "SQL_USER", "app", "SQL_PASSWORD", "secret")))
                .isEqualTo(options);
    }

    @Test
    void each_group_can_be_changed_alone() {
        Duration second = Duration.ofSeconds(1);

        assertThat(options.withMaxConnections(3)
                        .withTimeouts(second, second.multipliedBy(2), second.multipliedBy(3))
                        .withAges(second.multipliedBy(4), second.multipliedBy(5)))
                .isEqualTo(new SqlOptions(
                        URL,
                        "app",
                        "secret",
                        3,
                        second,
                        second.multipliedBy(2),
                        second.multipliedBy(3),
                        second.multipliedBy(4),
                        second.multipliedBy(5)));
    }

    @Test
    void they_do_not_show_the_password() {
        assertThat(options).hasToString("SqlOptions[%s, user app, 16 connections]".formatted(URL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "jdbc:postgresql://secret/shop",
                "r2dbc:postgresql://app:secret@db/shop",
                "r2dbc:postgresql://secret@db/shop",
                "r2dbc:postgresql://db/shop?password=secret"
            })
    void a_url_that_is_none_or_holds_a_password_is_refused_and_not_shown(String url) {
        assertThatThrownBy(() -> SqlOptions.of(url, "app", ""))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("url must")
                .hasMessageNotContaining("secret");
    }

    @Test
    void numbers_that_cannot_work_are_refused() {
        assertThatThrownBy(() -> options.withMaxConnections(0)).hasMessage("maxConnections \"0\" must be at least 1");
        assertThatThrownBy(() -> options.withAges(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessage("maxIdle \"PT0S\" must be positive");
    }
}
