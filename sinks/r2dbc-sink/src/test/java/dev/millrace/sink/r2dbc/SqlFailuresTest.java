/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFailuresTest {

    private final SqlFailures failures = new SqlFailures("orders");

    private static R2dbcNonTransientResourceException failure(String state, int number) {
        return new R2dbcNonTransientResourceException("secret", state, number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "22003", "22021", "22P05", "23502", "23505", "23514", "44000", "54000", "P0001"})
    void a_row_may_be_at_fault(String state) {
        assertThat(failures.isOfTheRow(failure(state, 0))).isTrue();
        assertThat(failures.refusal(failure(state, 0)))
                .hasMessage("row of orders is refused by the database: SQLSTATE " + state)
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(ints = {1264, 1292, 1364, 1366, 3819, 4025})
    void mariadb_says_it_by_number(int number) {
        assertThat(failures.isOfTheRow(failure("HY000", number))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"28P01", "3D000", "3F000", "42501", "42703", "42P01", "42S02"})
    void the_setup_may_be_at_fault(String state) {
        assertThat(failures.isOfTheRow(failure(state, 0))).isFalse();
        assertThat(failures.failure(failure(state, 0)))
                .isInstanceOf(StoreMisconfiguredException.class)
                .hasMessage("table orders cannot be used: SQLSTATE " + state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "25006", "40001", "40P01", "53300", "55P03", "57014", "57P01", "XX000"})
    void all_else_passes_and_what_the_database_says_is_not_handed_on(String state) {
        assertThat(failures.isOfTheRow(failure(state, 1213))).isFalse();
        assertThat(failures.failure(failure(state, 1213)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("table orders cannot be used now: SQLSTATE " + state)
                .hasNoCause();
    }

    @Test
    void why_there_is_no_connection_is_handed_on() {
        IOException refused = new IOException("connection refused: db.example:5432");

        assertThat(failures.failure(refused))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("table orders cannot be used now: IOException")
                .hasCause(refused);
        assertThat(failures.failure(failure("28P01", 0))).hasCauseInstanceOf(R2dbcNonTransientResourceException.class);
    }
}
