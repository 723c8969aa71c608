/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders;

import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import dev.millrace.item.Tenant;
import java.math.BigDecimal;
import java.util.List;

/** An order as it is stored; which one it is, its version and who wrote it are Millrace's to know. */
record Order(String customer, List<Line> lines, Status status) {

    enum Status {
        OPEN,
        CANCELLED
    }

    record Line(String article, int quantity, BigDecimal price) {}

    Order {
        lines = List.copyOf(lines);
    }

    /** The orders of a tenant. */
    static PartitionKey partition(Tenant tenant) {
        return new PartitionKey("ORDER", tenant);
    }

    static ItemKey key(Tenant tenant, String number) {
        return new ItemKey(partition(tenant), SortKey.of(number));
    }

    BigDecimal total() {
        return lines.stream()
                .map(line -> line.price().multiply(BigDecimal.valueOf(line.quantity())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    boolean isOpen() {
        return status == Status.OPEN;
    }

    Order cancelled() {
        return new Order(customer, lines, Status.CANCELLED);
    }
}
