/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import java.util.List;
import java.util.stream.Stream;

/** How a kind of database quotes names, and marks the parameters of a statement. */
enum Quotes {
    POSTGRES("\""),
    MARIA("`");

    private final String mark;

    Quotes(String mark) {
        this.mark = mark;
    }

    /** A table's name; one after its schema's is two names. */
    String table(String name) {
        return mark + name.replace(".", mark + "." + mark) + mark;
    }

    String column(String name) {
        return mark + name + mark;
    }

    Stream<String> columns(List<String> names) {
        return names.stream().map(this::column);
    }

    /** The parameter with that number, from 1. */
    String parameter(int number) {
        return this == POSTGRES ? "$" + number : "?";
    }
}
