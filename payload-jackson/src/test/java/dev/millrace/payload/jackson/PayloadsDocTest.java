/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.Command;
import dev.millrace.command.CommandLog;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.data.DataService;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PayloadSchema;
import dev.millrace.payload.PayloadException;
import dev.millrace.payload.Payloads;
import dev.millrace.payload.Upcaster;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What docs/payloads.md shows, compiled and run. */
class PayloadsDocTest {

    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");
    private static final Instant MORNING = Instant.parse("2026-11-23T09:30:00Z");
    private static final Map<String, Object> FIRST_FORM =
            Map.of("customer", "Ada Lovelace", "total", new BigDecimal("129.95"), "placedAt", MORNING.toString());

    record Order(String customer, BigDecimal total, Instant placedAt) {}

    record Purchase(Customer customer, BigDecimal total, Instant placedAt) {}

    record Customer(String name, @Nullable String email) {}

    private static final class Orders {

        static Payloads payloads() {
            Payloads payloads = Payloads.over(JacksonPayloadCodec.standard())
                    .type(Order.class, "shop.order", 1)
                    .build();
            return payloads;
        }

        static Mono<Order> place(Order order, ItemKey key, CommandService commands, DataService data) {
            Payloads payloads = payloads();
            Mono<Order> placed = commands.publishSync(Command.create(key, payloads.content(order)))
                    .then(data.getItem(key))
                    .map(item -> payloads.read(item, Order.class));
            return placed;
        }
    }

    private static final class Purchases {

        static Attributes nameOfCustomer(Attributes first) {
            Map<String, Object> second = new LinkedHashMap<>(first.asMap());
            second.put("customer", Map.of("name", first.text("customer")));
            return Attributes.of(second);
        }

        static Payloads payloads() {
            Payloads payloads = Payloads.over(JacksonPayloadCodec.standard())
                    .type(Purchase.class, "shop.purchase", 3)
                    .upcaster(Upcaster.of("shop.order", 1, Purchases::nameOfCustomer))
                    .upcaster(Upcaster.renaming("shop.order", 2, "shop.purchase", UnaryOperator.identity()))
                    .upcaster(Upcaster.adopting("shop.order", 1, UnaryOperator.identity()))
                    .build();
            return payloads;
        }
    }

    private static final class Totals {

        private final Map<ItemKey, BigDecimal> rows = new LinkedHashMap<>();
        private final Payloads payloads = Purchases.payloads();

        SinkOutcome apply(ChangeRecord change) {
            try {
                return write(change.key(), payloads.read(change, Purchase.class));
            } catch (PayloadException unreadable) {
                return SinkOutcome.refused(unreadable);
            }
        }

        private SinkOutcome write(ItemKey key, Purchase purchase) {
            rows.put(key, purchase.total());
            return SinkOutcome.applied();
        }
    }

    private static ItemContent firstForm() {
        return ItemContent.of("", Attributes.of(FIRST_FORM)).withSchema(PayloadSchema.of("shop.order", 1));
    }

    @Test
    void an_order_is_published_and_read_as_an_object() {
        InMemoryDataStore store = new InMemoryDataStore();
        CommandLog log = new InMemoryCommandLog(store);
        CommandService commands = CommandService.over(log, CommandOptions.defaults());
        DataService data = DataService.over(
                store,
                (key, version) -> log.get(key, version).map(RecordedCommand::toItem),
                TenantGuard.standard(),
                Clock.systemUTC());
        Order order = new Order("Ada Lovelace", new BigDecimal("129.95"), MORNING);

        Mono<Order> placed = Orders.place(order, KEY, commands, data)
                .contextWrite(InvokeContext.of("user-1", "acme").asContext());

        assertThat(placed.block(Duration.ofSeconds(10))).isEqualTo(order);
        assertThat(Orders.payloads().content(order)).isEqualTo(firstForm());
    }

    @Test
    void an_order_of_the_first_form_is_read_as_the_purchase_it_has_become() {
        Purchase purchase = new Purchase(new Customer("Ada Lovelace", null), new BigDecimal("129.95"), MORNING);
        assertThat(Purchases.payloads().read(firstForm(), Purchase.class)).isEqualTo(purchase);
        assertThat(Purchases.payloads().read(firstForm().withSchema(PayloadSchema.NONE), Purchase.class))
                .isEqualTo(purchase);
    }

    @Test
    void a_sink_refuses_what_it_cannot_read_and_takes_the_rest() {
        Totals totals = new Totals();
        ChangeRecord readable = Samples.recorded(KEY, 1, firstForm()).toChange();
        ChangeRecord unknown = Samples.recorded(KEY, 2, firstForm().withSchema(PayloadSchema.of("shop.purchase", 4)))
                .toChange();
        assertThat(totals.apply(readable)).isEqualTo(SinkOutcome.applied());
        assertThat(totals.apply(unknown)).isInstanceOf(SinkOutcome.Refused.class);
        assertThat(totals.rows).containsEntry(KEY, new BigDecimal("129.95"));
    }
}
