/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders;

import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import dev.millrace.payload.Payloads;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** One version of an order as a client reads it. */
record OrderView(
        String number,
        long version,
        Order.Status status,
        String customer,
        List<Order.Line> lines,
        BigDecimal total,
        String changedBy,
        Instant changedAt) {

    static OrderView of(ItemState state, Payloads payloads) {
        Order order = payloads.read(state.content(), Order.class);
        Stamp changed = state.audit().updated();
        return new OrderView(
                state.key().sort().text(),
                state.version().value(),
                order.status(),
                order.customer(),
                order.lines(),
                order.total(),
                changed.by(),
                changed.at());
    }
}
