/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;

/** An order as a client writes it. */
record OrderForm(
        @NotBlank @Size(max = 200) @Pattern(regexp = PRINTABLE) String customer,
        @NotEmpty @Size(max = 50) List<@NotNull @Valid Line> lines) {

    /** PostgreSQL, which the search page asks, holds no NUL. */
    private static final String PRINTABLE = "\\P{Cntrl}*";

    record Line(
            @NotBlank @Size(max = 100) @Pattern(regexp = PRINTABLE) String article,
            @Min(1) @Max(1000) int quantity,
            @NotNull @PositiveOrZero @Digits(integer = 8, fraction = 2) BigDecimal price) {}

    Order toOrder() {
        return new Order(
                customer,
                lines.stream()
                        .map(line -> new Order.Line(line.article(), line.quantity(), line.price()))
                        .toList(),
                Order.Status.OPEN);
    }
}
