/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.MillraceException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.MissingContextException;
import dev.millrace.context.TenantGuard;
import dev.millrace.context.TenantViolationException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkingEntry.Action;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.memory.InMemoryParkedChanges;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What people may do about parked items, and whose. */
class ParkingServiceTest {

    private static final SinkId SINK = new SinkId(new ModuleId("test", "shop", "order"), SinkName.of("search"));
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final ItemKey MINE = ItemKey.of("ORDER", "acme", "A");
    private static final ItemKey THEIRS = ItemKey.of("ORDER", "globex", "A");
    private static final InvokeContext ADA = InvokeContext.of("ada", "acme");
    private static final InvokeContext ROOT = InvokeContext.of("root", "ops", "system_admin");

    /** Every method, called for the item of one tenant. */
    private static final Map<String, Call> CALLS = Map.of(
            "list(SinkId,ParkedScope)", parking -> parking.list(SINK, ParkedScope.tenant(MINE.tenant())),
            "listAfter(SinkId,ParkedScope,ItemKey)",
                    parking -> parking.listAfter(SINK, ParkedScope.tenant(MINE.tenant()), MINE),
            "get(SinkId,ItemKey)", parking -> parking.get(SINK, MINE),
            "changes(SinkId,ItemKey)", parking -> parking.changes(SINK, MINE),
            "redrive(SinkId,ParkedScope)", parking -> parking.redrive(SINK, ParkedScope.item(MINE)),
            "discard(SinkId,ParkedScope)", parking -> parking.discard(SINK, ParkedScope.item(MINE)),
            "discard(SinkId,ItemKey,Version)", parking -> parking.discard(SINK, MINE, Version.FIRST),
            "entries(SinkId,Tenant)", parking -> parking.entries(SINK, MINE.tenant()));

    private final InMemoryParkedChanges parked = new InMemoryParkedChanges();
    private final Parking parking = Parking.over(parked, TenantGuard.standard(), Clock.fixed(NOW, ZoneOffset.UTC));

    private interface Call {
        Publisher<?> on(Parking parking);
    }

    @BeforeEach
    void two_parked_items() {
        for (ItemKey key : List.of(MINE, THEIRS)) {
            for (long version = 1; version <= 3; version++) {
                park(key, version);
            }
        }
    }

    private void park(ItemKey key, long version) {
        ChangeRecord change = Samples.change(key, version, Samples.note("v"));
        parked.park(SINK, change, Setback.by(new IllegalStateException(), Version.of(version), 5, "t-0@1", NOW))
                .block();
    }

    private static <T> T as(InvokeContext caller, Mono<T> call) {
        return call.contextWrite(caller.asContext()).blockOptional().orElseThrow();
    }

    private static <T> List<T> as(InvokeContext caller, Flux<T> call) {
        return as(caller, call.collectList());
    }

    private List<Long> versions(ItemKey key) {
        return parked.changes(SINK, key)
                .map(change -> change.version().value())
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    static Stream<String> methods() {
        return CALLS.keySet().stream().sorted();
    }

    @Test
    void every_method_has_its_case() {
        assertThat(Arrays.stream(Parking.class.getMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .map(ParkingServiceTest::signature))
                .containsExactlyInAnyOrderElementsOf(CALLS.keySet());
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nobody_and_strangers_are_refused_and_nothing_is_touched(String method) {
        assertRefused(Flux.from(CALLS.get(method).on(parking)), MissingContextException.class);
        InvokeContext stranger = InvokeContext.of("eve", "globex", "System_Admin");
        assertRefused(
                Flux.from(CALLS.get(method).on(parking)).contextWrite(stranger.asContext()),
                TenantViolationException.class);
        assertThat(versions(MINE)).containsExactly(1L, 2L, 3L);
        assertThat(parked.asked(SINK, 10).collectList().block()).isEmpty();
    }

    @Test
    void all_tenants_at_once_are_for_those_who_may_touch_every_tenant() {
        for (Publisher<?> call : List.<Publisher<?>>of(
                parking.list(SINK, ParkedScope.everyTenant()),
                parking.redrive(SINK, ParkedScope.everyTenant()),
                parking.discard(SINK, ParkedScope.everyTenant()))) {
            assertRefused(Flux.from(call).contextWrite(ADA.asContext()), TenantViolationException.class);
        }

        assertThat(as(ROOT, parking.list(SINK, ParkedScope.everyTenant())))
                .extracting(ParkedItem::key)
                .containsExactly(MINE, THEIRS);
        assertThat(as(ROOT, parking.redrive(SINK, ParkedScope.everyTenant()))).isEqualTo(2);
    }

    private static void assertRefused(Flux<?> call, Class<? extends MillraceException> failure) {
        StepVerifier.create(call).verifyError(failure);
    }

    @Test
    void a_discard_throws_everything_away_and_is_written_down_first() {
        assertThat(as(ADA, parking.discard(SINK, ParkedScope.item(MINE)))).isEqualTo(1);

        assertThat(versions(MINE)).isEmpty();
        assertThat(versions(THEIRS)).hasSize(3);
        assertThat(as(ROOT, parking.list(SINK, ParkedScope.everyTenant())))
                .extracting(ParkedItem::key)
                .containsExactly(THEIRS);
        assertThat(as(ADA, parking.entries(SINK, MINE.tenant())))
                .containsExactly(
                        new ParkingEntry(NOW, "ada", Action.DISCARDED, MINE, 3, 0, "java.lang.IllegalStateException"));
    }

    @Test
    void one_version_can_be_thrown_away_and_the_others_stay_for_a_redrive() {
        assertThat(as(ADA, parking.discard(SINK, MINE, Version.FIRST))).isTrue();
        assertThat(as(ADA, parking.discard(SINK, MINE, Version.FIRST)))
                .as("again")
                .isFalse();

        assertThat(versions(MINE)).containsExactly(2L, 3L);
        assertThat(as(ADA, parking.entries(SINK, MINE.tenant())))
                .extracting(ParkingEntry::before, ParkingEntry::after)
                .containsExactly(tuple(3L, 2L));
    }

    @Test
    void an_item_whose_last_version_is_thrown_away_is_not_parked_any_more() {
        for (long version = 1; version <= 3; version++) {
            as(ADA, parking.discard(SINK, MINE, Version.of(version)));
        }

        assertThat(as(ADA, parking.list(SINK, ParkedScope.tenant(MINE.tenant()))))
                .isEmpty();
    }

    @Test
    void what_arrives_during_a_discard_is_not_thrown_away_but_redriven() {
        // The clock is asked between the look at an item and what is done about it.
        Clock busy = new Clock() {
            @Override
            public Instant instant() {
                park(MINE, 4);
                return NOW;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };

        as(ADA, Parking.over(parked, TenantGuard.standard(), busy).discard(SINK, ParkedScope.item(MINE)));

        assertThat(versions(MINE)).containsExactly(4L);
        assertThat(as(ADA, parking.get(SINK, MINE)).redriving()).isTrue();
    }

    @Test
    void a_listing_goes_on_from_the_last_item_seen() {
        assertThat(as(ROOT, parking.listAfter(SINK, ParkedScope.everyTenant(), MINE)))
                .extracting(ParkedItem::key)
                .containsExactly(THEIRS);
    }

    @Test
    void a_redrive_is_asked_for_with_the_name_of_who_asked() {
        assertThat(as(ADA, parking.redrive(SINK, ParkedScope.tenant(Tenant.of("acme")))))
                .isEqualTo(1);

        assertThat(as(ADA, parking.get(SINK, MINE)).redriving()).isTrue();
        assertThat(as(ROOT, parking.get(SINK, THEIRS)).redriving()).isFalse();
        assertThat(as(ADA, parking.entries(SINK, MINE.tenant())))
                .extracting(ParkingEntry::by, ParkingEntry::action)
                .containsExactly(tuple("ada", Action.REDRIVE_ASKED));
    }
}
