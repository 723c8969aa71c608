/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.Origin;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemState;
import dev.millrace.item.ModuleId;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.PayloadSchema;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.ParkingEntry;
import dev.millrace.parking.ParkingEntry.Action;
import dev.millrace.parking.Setback;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.Samples;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What a {@link ParkedChanges} owes. */
public abstract class ParkedChangesContract extends ReactiveContract {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final int RACES = 25;

    private final SinkName name = SinkName.of("s-" + UUID.randomUUID());

    /** For subclasses. */
    protected ParkedChangesContract() {}

    /** The store under test; the same one within a test. */
    protected abstract ParkedChanges parked();

    /** A module whose changes it keeps; the same one within a test. */
    protected abstract ModuleId module();

    @Override
    protected final Mono<?> write() {
        return parked().park(sink(), change("cold", 1), setback(1)).thenReturn(true);
    }

    @Override
    protected final Mono<Boolean> isWritten() {
        return parked().changes(sink(), key("cold")).hasElements();
    }

    @Test
    void a_parked_change_reads_back_exactly_as_it_came() {
        ItemContent content = ItemContent.of("grüße", Samples.everyKind())
                .withSchema(PayloadSchema.of("order.placed", 3))
                .withDeleted(true);
        ItemState state = Samples.state(key("A"), 7, content);
        Instant removableAt = Instant.parse("2031-01-01T00:00:00Z");
        ChangeRecord whole = new ChangeRecord(
                new ItemState(state.key(), state.version(), content, state.audit(), removableAt),
                CommandId.random(),
                new Origin("[order]:test", "request-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        await(parked().park(sink(), whole, setback(7)).thenReturn(true));

        assertThat(changes("A")).containsExactly(whole);
    }

    @Test
    void a_parked_item_says_why_and_since_when() {
        park("A", 7);

        assertThat(items(ParkedScope.item(key("A"))))
                .containsExactly(new ParkedItem(sink(), key("A"), setback(7), 1, NOW, false));
    }

    @Test
    void a_change_of_an_item_that_is_not_parked_is_not_kept() {
        assertThat(keep("A", 2)).isFalse();

        assertThat(changes("A")).isEmpty();
        assertThat(await(parked().keys(sink()))).isEmpty();
    }

    @Test
    void changes_of_a_parked_item_are_kept_in_the_order_of_their_versions() {
        park("A", 9);
        assertThat(keep("A", 11)).isTrue();
        assertThat(keep("A", 10)).isTrue();
        assertThat(keep("A", 100)).isTrue();
        park("A", 2);

        assertThat(versions("A")).containsExactly(2L, 9L, 10L, 11L, 100L);
        assertThat(item("A").changes()).isEqualTo(5);
    }

    @Test
    void more_changes_than_a_page_holds_come_in_order_and_lazily() {
        park("A", 1);
        for (int version = 2; version <= 25; version++) {
            keep("A", version);
        }

        assertThat(versions("A")).hasSize(25).isSorted();
        assertThat(await(parked().changes(sink(), key("A")).take(3)))
                .extracting(change -> change.version().value())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void keeping_a_change_again_has_no_further_effect() {
        park("A", 1);
        park("A", 1);
        assertThat(keep("A", 2)).isTrue();
        assertThat(keep("A", 2)).isTrue();

        assertThat(item("A").changes()).isEqualTo(2);
        assertThat(versions("A")).containsExactly(1L, 2L);
    }

    @Test
    void the_first_setback_of_an_item_stays() {
        park("A", 5);
        park("A", 4);

        assertThat(item("A").setback()).isEqualTo(setback(5));
    }

    @Test
    void a_dropped_change_is_gone_and_dropping_it_again_changes_nothing() {
        park("A", 1);
        keep("A", 2);

        drop("A", 1);
        drop("A", 1);
        drop("never parked", 1);

        assertThat(versions("A")).containsExactly(2L);
        assertThat(item("A").changes()).isEqualTo(1);
    }

    @Test
    void an_item_is_released_once_it_has_no_changes() {
        park("A", 1);

        assertThat(release("A")).isFalse();
        drop("A", 1);
        assertThat(keep("A", 2)).as("is parked still").isTrue();
        assertThat(release("A")).isFalse();
        drop("A", 2);

        assertThat(release("A")).isTrue();
        assertThat(release("A")).as("again").isTrue();
        assertThat(keep("A", 3)).isFalse();
        assertThat(await(parked().keys(sink()))).isEmpty();
    }

    @Test
    void a_change_that_comes_during_the_release_is_either_kept_or_told_that_it_is_not() {
        for (int round = 1; round <= RACES; round++) {
            String item = "race-" + round;
            park(item, 1);
            drop(item, 1);

            List<Boolean> answers = await(Flux.mergeSequential(
                    parked().keepBehind(sink(), change(item, 2)).subscribeOn(Schedulers.parallel()),
                    parked().release(sink(), key(item)).subscribeOn(Schedulers.parallel())));

            boolean kept = answers.get(0);
            assertThat(answers.get(1)).as("released").isEqualTo(!kept);
            assertThat(versions(item)).hasSize(kept ? 1 : 0);
        }
    }

    @Test
    void an_item_that_was_released_can_be_parked_again_with_its_new_setback() {
        park("A", 1);
        drop("A", 1);
        release("A");
        park("A", 4);

        assertThat(item("A").setback()).isEqualTo(setback(4));
        assertThat(versions("A")).containsExactly(4L);
    }

    @Test
    void a_redrive_that_was_asked_for_is_found_until_the_item_is_released() {
        park("A", 1);
        assertThat(await(parked().asked(sink(), 10))).isEmpty();

        assertThat(ask("A")).isTrue();
        assertThat(ask("A")).as("again").isTrue();
        assertThat(item("A").redriving()).isTrue();
        assertThat(await(parked().asked(sink(), 10))).containsExactly(key("A"));

        drop("A", 1);
        release("A");
        assertThat(await(parked().asked(sink(), 10))).isEmpty();
    }

    @Test
    void a_redrive_of_an_item_that_is_not_parked_is_not_asked_for() {
        assertThat(ask("A")).isFalse();

        assertThat(await(parked().asked(sink(), 10))).isEmpty();
        assertThat(entries()).isEmpty();
    }

    @Test
    void a_setback_ends_a_redrive_and_its_claim_and_is_what_the_item_is_parked_for_now() {
        park("A", 1);
        ask("A");
        claim("A", "one", NOW);
        Setback failedAgain = setback(1).again(new IllegalStateException("hidden"), Version.of(1), NOW.plusSeconds(5));

        await(parked().setBack(sink(), key("A"), failedAgain).thenReturn(true));
        await(parked().setBack(sink(), key("never parked"), failedAgain).thenReturn(true));

        assertThat(item("A")).isEqualTo(new ParkedItem(sink(), key("A"), failedAgain, 1, NOW, false));
        assertThat(failedAgain.attempts()).isEqualTo(2);
        assertThat(await(parked().asked(sink(), 10))).isEmpty();
        assertThat(claim("A", "other", NOW)).isTrue();
        assertThat(await(parked().keys(sink()))).containsExactly(key("A"));
    }

    @Test
    void a_claim_keeps_others_out_until_it_ends() {
        park("A", 1);

        assertThat(claim("A", "one", NOW)).isTrue();
        assertThat(claim("A", "other", NOW.plusSeconds(9))).isFalse();
        assertThat(claim("A", "one", NOW.plusSeconds(9))).as("prolonged").isTrue();
        assertThat(claim("A", "other", NOW.plusSeconds(18))).isFalse();
        assertThat(claim("A", "other", NOW.plusSeconds(19))).isTrue();
        assertThat(claim("never parked", "one", NOW)).isFalse();
    }

    @Test
    void items_are_listed_by_tenant_and_on_from_the_last_one_seen() {
        PartitionKey stranger = Samples.freshPartition();
        List.of("A", "B", "C").forEach(item -> park(item, 1));
        await(parked().park(sink(), Samples.change(Samples.key(stranger, "X"), 1, Samples.note("x")), setback(1))
                .thenReturn(true));

        List<ParkedItem> own = items(ParkedScope.tenant(partition().tenant()));
        List<ParkedItem> all = items(ParkedScope.everyTenant());

        assertThat(own).extracting(ParkedItem::key).containsExactlyInAnyOrder(key("A"), key("B"), key("C"));
        assertThat(all).hasSize(4).containsAll(own);
        assertThat(await(parked().keys(sink())))
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(ParkedItem::key).toList());
        assertThat(await(parked().list(
                                sink(),
                                ParkedScope.tenant(partition().tenant()),
                                own.get(0).key())
                        .take(1)))
                .containsExactly(own.get(1));
    }

    @Test
    void sinks_and_modules_share_nothing() {
        SinkId otherSink = new SinkId(module(), SinkName.of("t-" + UUID.randomUUID()));
        SinkId otherModule =
                new SinkId(new ModuleId(module().environment(), module().application(), "elsewhere"), name);
        park("A", 1);

        for (SinkId other : List.of(otherSink, otherModule)) {
            assertThat(await(parked().keepBehind(other, change("A", 2)))).isFalse();
            assertThat(await(parked().changes(other, key("A")))).isEmpty();
            assertThat(await(parked().keys(other))).isEmpty();
        }
    }

    @Test
    void what_was_done_is_told_in_order_and_to_its_tenant_only() {
        park("A", 1);
        ParkingEntry later = entry("A", Action.REDRIVEN, NOW.plusSeconds(1));
        ParkingEntry earlier = entry("A", Action.REDRIVE_ASKED, NOW);

        await(parked().record(sink(), later).thenReturn(true));
        await(parked().askRedrive(sink(), earlier));

        assertThat(entries()).containsExactly(earlier, later);
        assertThat(await(parked().entries(sink(), Samples.freshPartition().tenant())))
                .isEmpty();
    }

    private List<ParkingEntry> entries() {
        return await(parked().entries(sink(), partition().tenant()));
    }

    private ParkingEntry entry(String item, Action action, Instant at) {
        return new ParkingEntry(at, "ada", action, key(item), 1, 0, "a cause");
    }

    private void park(String item, long version) {
        await(parked().park(sink(), change(item, version), setback(version)).thenReturn(true));
    }

    private boolean keep(String item, long version) {
        return await(parked().keepBehind(sink(), change(item, version)));
    }

    private void drop(String item, long version) {
        await(parked().drop(sink(), key(item), Version.of(version)).thenReturn(true));
    }

    private boolean release(String item) {
        return await(parked().release(sink(), key(item)));
    }

    private boolean ask(String item) {
        return await(parked().askRedrive(sink(), entry(item, Action.REDRIVE_ASKED, NOW)));
    }

    private boolean claim(String item, String claimant, Instant now) {
        return await(parked().claim(sink(), key(item), claimant, now, now.plusSeconds(10)));
    }

    private ParkedItem item(String item) {
        List<ParkedItem> found = items(ParkedScope.item(key(item)));
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<ParkedItem> items(ParkedScope scope) {
        return await(parked().list(sink(), scope, null));
    }

    private List<ChangeRecord> changes(String item) {
        return await(parked().changes(sink(), key(item)));
    }

    private List<Long> versions(String item) {
        return changes(item).stream().map(change -> change.version().value()).toList();
    }

    private ChangeRecord change(String item, long version) {
        return Samples.change(key(item), version, Samples.note("v" + version));
    }

    private static Setback setback(long version) {
        return Setback.by(
                new IllegalStateException("not to be kept"), Version.of(version), 1, "changes-3@" + version, NOW);
    }

    private SinkId sink() {
        return new SinkId(module(), name);
    }
}
