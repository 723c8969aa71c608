/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import dev.millrace.MillraceException;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.item.InvalidValueException;
import io.r2dbc.spi.R2dbcException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a failed statement means in our words. Messages name the table and the SQLSTATE; what the database says itself may
 * quote values, and is not handed on.
 */
final class SqlFailures {

    /** Data exceptions, broken constraints, rows too large, and what a trigger or a view's condition refuses. */
    private static final Set<String> OF_THE_ROW = Set.of("22", "23", "54", "P0", "44");

    /** The same, for what MariaDB and MySQL tell by number only: wrong value, value too large, broken check. */
    private static final Set<Integer> NUMBERS_OF_THE_ROW = Set.of(1366, 1264, 1292, 1364, 3819, 4025);

    /**
     * Wrong credentials, no such database or schema, what is wrong with a statement (names, types, permissions), and views
     * of the user's that stand on what shall be replaced.
     */
    private static final Set<String> OF_THE_SETUP = Set.of("28", "3D", "3F", "42", "2B");

    private final String table;

    SqlFailures(String table) {
        this.table = table;
    }

    /** Tells whether the database can use the statement but not one of its rows. */
    boolean isOfTheRow(Throwable failure) {
        return failure instanceof R2dbcException sql
                && (OF_THE_ROW.contains(kind(sql)) || NUMBERS_OF_THE_ROW.contains(sql.getErrorCode()));
    }

    MillraceException refusal(Throwable failure) {
        return InvalidValueException.hidden("row of " + table, "is refused by the database: " + reason(failure));
    }

    MillraceException failure(Throwable failure) {
        if (failure instanceof MillraceException known) {
            return known;
        } else if (failure instanceof R2dbcException sql && OF_THE_SETUP.contains(kind(sql))) {
            return new StoreMisconfiguredException(
                    "table %s cannot be used: %s".formatted(table, reason(failure)), silent(failure));
        }
        return new StoreUnavailableException(
                "table %s cannot be used now: %s".formatted(table, reason(failure)), silent(failure));
    }

    private static String reason(Throwable failure) {
        return failure instanceof R2dbcException sql && sql.getSqlState() != null
                ? "SQLSTATE " + sql.getSqlState()
                : failure.getClass().getSimpleName();
    }

    private static String kind(R2dbcException failure) {
        String state = failure.getSqlState();
        return state == null || state.length() < 2 ? "" : state.substring(0, 2);
    }

    /** Only where no statement has run is what the driver says free of values: it says why there is no connection. */
    private static @Nullable Throwable silent(Throwable failure) {
        boolean ran = failure instanceof R2dbcException sql && sql.getSqlState() != null && !"28".equals(kind(sql));
        return ran ? null : failure;
    }
}
