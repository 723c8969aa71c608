/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static dev.millrace.sink.r2dbc.ColumnType.json;
import static dev.millrace.sink.r2dbc.ColumnType.text;
import static dev.millrace.sink.r2dbc.ColumnType.timestamp;

/** The table that holds items of any kind, whole. Where a query wants to look, a column; the rest is JSON. */
final class ItemTable {

    private ItemTable() {}

    static RowProjection into(String table) {
        return RowProjection.into(table)
                .guard("version", "is_deleted")
                .keepingDeleted()
                .required("cpk", text(), state -> state.key().partition().text())
                .required(
                        "csk",
                        text(),
                        state -> state.key().sort().at(state.version()).text())
                .required("pk", text(), state -> state.key().partition().text())
                .required("sk", text(), state -> state.key().sort().text())
                .required("tenant_code", text(64), state -> state.key().tenant().code())
                .required("code", text(), state -> state.key().sort().text())
                .required("name", text(), state -> state.content().name())
                .required("created_by", text(), state -> state.audit().created().by())
                .required("created_ip", text(), state -> state.audit().created().ip())
                .required("created_at", timestamp(), state -> state.audit()
                        .created()
                        .at())
                .required("updated_by", text(), state -> state.audit().updated().by())
                .required("updated_ip", text(), state -> state.audit().updated().ip())
                .required("updated_at", timestamp(), state -> state.audit()
                        .updated()
                        .at())
                .column("expires_at", timestamp(), state -> state.isRemovable() ? state.removableAt() : null)
                .required("attributes", json(), state -> state.content().attributes())
                .build();
    }
}
