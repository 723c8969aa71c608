/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders;

import static java.util.stream.Collectors.joining;

import dev.millrace.item.ItemState;
import dev.millrace.payload.Payloads;
import dev.millrace.payload.jackson.JacksonPayloadCodec;
import dev.millrace.sink.r2dbc.ColumnType;
import dev.millrace.sink.r2dbc.RowProjection;
import java.time.Instant;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How orders are stored, and what the table that is searched holds of them. */
@Configuration(proxyBeanMethods = false)
class ReadModels {

    /** The name and the version stand in every row: the class may be renamed, they may not. */
    @Bean
    Payloads payloads() {
        return Payloads.over(JacksonPayloadCodec.standard())
                .type(Order.class, "shop.order", 1)
                .build();
    }

    /** For the sink of the same name, {@code millrace.sinks.search}; {@code schema.sql} makes the table. */
    @Bean
    RowProjection search(Payloads payloads) {
        return RowProjection.into("orders")
                .key("tenant", key -> key.tenant().code())
                .key("number", key -> key.sort().text())
                .required("status", ColumnType.text(20), of(payloads, ReadModels::status))
                .required("customer", ColumnType.text(200), of(payloads, Order::customer))
                .required("articles", ColumnType.text(), of(payloads, ReadModels::articles))
                .required("total", ColumnType.numeric(16, 2), of(payloads, Order::total))
                .required("placed_at", ColumnType.timestamp(), ReadModels::placedAt)
                .build();
    }

    private static <T> RowProjection.Value<T> of(Payloads payloads, Function<Order, T> column) {
        return state -> column.apply(payloads.read(state.content(), Order.class));
    }

    private static String status(Order order) {
        return order.status().name();
    }

    private static String articles(Order order) {
        return order.lines().stream().map(Order.Line::article).collect(joining(", "));
    }

    private static Instant placedAt(ItemState state) {
        return state.audit().created().at();
    }
}
