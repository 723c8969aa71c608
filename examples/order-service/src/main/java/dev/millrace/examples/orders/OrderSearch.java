/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders;

import dev.millrace.context.UserContext;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** Finds orders of the caller's tenant in the SQL read model, newest first; it follows the commands within moments. */
@RestController
@Tag(name = "Orders")
class OrderSearch {

    private static final String QUERY =
            """
            select number, version, status, customer, articles, total, placed_at from orders
            where tenant = :tenant and not deleted
              and position(lower(:text) in lower(customer || ' ' || articles)) > 0
              and (:status = '' or status = :status)
            order by placed_at desc, number limit :limit""";

    private final DatabaseClient database;

    OrderSearch(DatabaseClient database) {
        this.database = database;
    }

    @GetMapping("/search")
    Flux<Found> search(
            @RequestParam(defaultValue = "") String text,
            @RequestParam Optional<Order.Status> status,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
            UserContext caller) {
        return database.sql(QUERY)
                .bind("tenant", caller.tenant().code())
                .bind("text", text)
                .bind("status", status.map(Enum::name).orElse(""))
                .bind("limit", limit)
                .mapProperties(Found.class)
                .all();
    }

    /** An order as the read model shows it. */
    record Found(
            String number,
            long version,
            Order.Status status,
            String customer,
            String articles,
            BigDecimal total,
            Instant placedAt) {}
}
