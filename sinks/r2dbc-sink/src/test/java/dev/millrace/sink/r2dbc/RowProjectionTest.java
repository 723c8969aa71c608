/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowProjectionTest {

    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "A");

    private static ItemState state(boolean deleted) {
        return Samples.state(KEY, 3, ItemContent.of("a name", Samples.note("x")).withDeleted(deleted));
    }

    private static TableRow row(RowProjection projection, boolean deleted) {
        return projection.row(state(deleted), SqlText::postgres);
    }

    private static RowProjection.Builder orders() {
        return RowProjection.into("shop.orders")
                .column("note", ColumnType.text(), state -> state.content()
                        .attributes()
                        .text("note"))
                .required("name", ColumnType.text(50), state -> state.content().name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Orders", "1st", "a\"b", "a b", "a;drop", "a.b.c", ".a", "a.", "ä"})
    void a_name_that_quoting_could_change_is_no_tables_name(String name) {
        assertThatThrownBy(() -> RowProjection.into(name)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Total", "2nd", "a\"b", "a`b", "a.b", "a--"})
    void a_name_that_quoting_could_change_is_no_columns_name(String name) {
        assertThatThrownBy(() -> orders().column(name, ColumnType.bool(), state -> true))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> orders().key(name, ItemKey::id)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> orders().guard(name, "deleted")).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "version", "deleted", "note"})
    void no_two_columns_share_a_name(String name) {
        assertThatThrownBy(() ->
                        orders().column(name, ColumnType.bool(), state -> true).build())
                .hasMessageContaining("must stand once in table shop.orders");
    }

    @Test
    void the_key_is_the_items_id_unless_told_otherwise() {
        assertThat(orders().build().key(KEY)).containsExactly("ORDER#acme#A");
        assertThat(orders().key("tenant", key -> key.tenant().code())
                        .key("code", key -> key.sort().text())
                        .build()
                        .key(KEY))
                .containsExactly("acme", "A");
    }

    @Test
    void a_row_holds_what_the_functions_give() {
        assertThat(row(orders().build(), false))
                .isEqualTo(new TableRow(List.of("ORDER#acme#A"), 3, false, List.of("x", "a name")));
    }

    @Test
    void the_row_of_a_deleted_item_is_empty_unless_it_is_to_keep_what_it_held() {
        assertThat(row(orders().build(), true).values()).containsExactly(null, "");
        assertThat(row(orders().keepingDeleted().build(), true).values()).containsExactly("x", "a name");
    }

    @Test
    void a_row_does_not_show_its_values() {
        assertThat(row(orders().build(), false)).hasToString("TableRow[[ORDER#acme#A] v3]");
    }

    @Test
    void a_function_that_throws_is_named_and_what_it_says_is_not() {
        RowProjection broken = orders().column("number", ColumnType.integer(), state -> Long.valueOf("secret"))
                .build();

        assertThatThrownBy(() -> row(broken, false))
                .hasMessage("row of shop.orders cannot be made: the projection throws java.lang.NumberFormatException")
                .hasNoCause();
    }

    @Test
    void sizes_that_no_database_has_are_refused() {
        assertThatThrownBy(() -> ColumnType.text(0)).hasMessage("longest \"0\" must be from 1 to 10000");
        assertThatThrownBy(() -> ColumnType.numeric(39, 0)).hasMessage("digits \"39\" must be from 1 to 38");
        assertThatThrownBy(() -> ColumnType.numeric(5, 6)).hasMessage("scale \"6\" must be from 0 to 5");
    }

    @Test
    void each_database_has_its_own_words_for_the_table() {
        Table table = orders().column("total", ColumnType.numeric(12, 2), state -> null)
                .build()
                .table();

        assertThat(new PostgresTable(table).definition())
                .isEqualToNormalizingNewlines(
                        """
                        create table if not exists "shop"."orders" (
                          "id" text not null,
                          "version" bigint not null,
                          "deleted" boolean not null,
                          "note" text,
                          "name" varchar(50) not null,
                          "total" numeric(12, 2),
                          primary key ("id")
                        )""");
        assertThat(new MariaTable(table, SinkName.of("mariadb"), "utf8mb4_nopad_bin").definition())
                .isEqualToNormalizingNewlines(
                        """
                        create table if not exists `shop`.`orders` (
                          `id` varchar(768) character set utf8mb4 collate utf8mb4_nopad_bin not null,
                          `version` bigint not null,
                          `deleted` boolean not null,
                          `note` longtext character set utf8mb4,
                          `name` varchar(50) character set utf8mb4 not null,
                          `total` decimal(12, 2),
                          primary key (`id`)
                        )""");
    }
}
