/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.sink.r2dbc.ViewCatalog.Kind;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcException;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes a view show another table, in one step for whoever asks it. */
final class ViewSwitch {

    /** A query under way that takes long would have all later ones wait behind the switch. */
    private static final String PATIENCE = "set local lock_timeout = '5s'";

    /** What PostgreSQL answers when columns of a view would change or go: such a view has to be made anew. */
    private static final String OTHER_COLUMNS = "42P16";

    /** Those that were granted on the view or the table, as statements: a view made anew has none. */
    private static final String GRANTS =
            """
            select format('grant %s on %s to %s%s', held.privilege_type, $1::text,
                case when held.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(held.grantee)) end,
                case when held.is_grantable then ' with grant option' else '' end)
            from pg_class, aclexplode(pg_class.relacl) as held
            where pg_class.oid = to_regclass($1::text) and held.grantee <> pg_class.relowner""";

    private final Quotes quotes;
    private final String view;
    private final String plainName;

    ViewSwitch(Quotes quotes, GenerationNames names) {
        this.quotes = quotes;
        this.view = quotes.table(names.view());
        this.plainName = names.view();
    }

    /**
     * Shows the table from now on.
     *
     * @param kind what has the view's name now; a table becomes this table if it is {@code own}, and is refused else
     */
    Mono<Void> show(Connection connection, String table, Kind kind, boolean own) {
        if (kind == Kind.TABLE && (!own || quotes == Quotes.MARIA)) {
            return Mono.error(new StoreMisconfiguredException(
                    "%s is a table of its own: make it generation 1 first, that is name it %s_v1"
                            .formatted(plainName, plainName),
                    null));
        } else if (quotes == Quotes.MARIA) {
            return Query.run(
                    connection,
                    "create or replace view %s as select * from %s".formatted(view, quotes.table(table)),
                    List.of());
        } else if (kind == Kind.TABLE) {
            String rename =
                    "alter table %s rename to %s".formatted(view, quotes.column(GenerationNames.inSchema(table)));
            return anew(connection, rename, table);
        }
        return together(connection, List.of(definition("create or replace", table)))
                .onErrorResume(
                        failure -> failure instanceof R2dbcException sql && OTHER_COLUMNS.equals(sql.getSqlState()),
                        failure -> anew(connection, "drop view " + view, table));
    }

    /**
     * The query within makes it a view that cannot be written through: a worker that was not told of generations stops
     * there, instead of filling whichever is in use.
     */
    private String definition(String verb, String table) {
        return "%s view %s as with held as (select * from %s) select * from held"
                .formatted(verb, view, quotes.table(table));
    }

    private Mono<Void> anew(Connection connection, String makeRoom, String table) {
        return Query.rows(connection, GRANTS, List.of(view), row -> Query.texts(row, 1)
                        .get(0))
                .collectList()
                .flatMap(grants -> {
                    List<String> statements = new ArrayList<>(List.of(makeRoom, definition("create", table)));
                    statements.addAll(grants);
                    return together(connection, statements);
                });
    }

    private static Mono<Void> together(Connection connection, List<String> statements) {
        return Mono.from(connection.beginTransaction())
                .thenMany(Flux.concat(Flux.just(PATIENCE), Flux.fromIterable(statements)))
                .concatMap(sql -> Query.run(connection, sql, List.of()))
                .then(Mono.defer(() -> Mono.from(connection.commitTransaction())))
                .onErrorResume(failure -> Mono.from(connection.rollbackTransaction())
                        .onErrorComplete()
                        .then(Mono.error(failure)));
    }
}
