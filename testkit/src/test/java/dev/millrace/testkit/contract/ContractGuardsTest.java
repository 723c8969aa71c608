/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.millrace.command.CommandLog;
import dev.millrace.data.DataStore;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.offload.PayloadStore;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.SinkJournal;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.ChangeSink;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import reactor.core.publisher.Mono;

/** Who watches the watchmen: each contract refuses an implementation that keeps none of its promises. */
class ContractGuardsTest {

    @Test
    void the_command_log_contract_refuses_a_log_that_does_nothing() {
        assertThat(passed(NoopLog.class))
                .containsExactlyInAnyOrder("there_is_nothing_to_read_of_an_item_without_rows()");
    }

    @Test
    void the_command_transaction_contract_refuses_a_log_that_does_nothing() {
        assertThat(passed(NoopTransactions.class))
                .containsExactlyInAnyOrder("the_same_id_counts_for_each_item_by_itself()");
    }

    @Test
    void the_data_store_contract_refuses_a_store_that_does_nothing() {
        assertThat(passed(NoopStore.class))
                .containsExactlyInAnyOrder(
                        "a_row_that_is_not_there_is_empty()", "a_partition_without_rows_is_complete_at_once()");
    }

    @Test
    void the_change_sink_contract_refuses_a_sink_that_does_nothing() {
        assertThat(passed(NoopSink.class))
                .containsExactlyInAnyOrder("an_item_never_seen_has_no_version()", "the_name_stays_the_same()");
    }

    @Test
    void the_change_sink_contract_refuses_a_sink_that_looks_at_no_version() {
        assertThat(passed(NaiveSink.class))
                .doesNotContain(
                        "nothing_happens_before_subscription()",
                        "a_duplicate_is_stale_and_leaves_the_row_alone()",
                        "a_change_older_than_the_row_is_stale_and_leaves_the_row_alone()",
                        "a_deletion_hides_the_item_and_is_a_version_like_any_other()",
                        "a_late_change_does_not_bring_a_deleted_item_back()",
                        "a_deletion_of_an_item_never_seen_keeps_earlier_changes_out()",
                        "a_late_deletion_is_stale_and_deletes_nothing()",
                        "the_outcomes_of_a_batch_are_in_the_order_of_its_changes()",
                        "a_batch_applied_again_is_stale_as_a_whole()")
                .contains("changes_apply_in_order()");
    }

    @Test
    void the_payload_store_contract_refuses_a_store_that_does_nothing() {
        assertThat(passed(NoopPayloads.class)).isEmpty();
    }

    @Test
    void the_parked_changes_contract_refuses_a_store_that_does_nothing() {
        assertThat(passed(NoopParked.class)).isEmpty();
    }

    @Test
    void the_sink_generations_contract_refuses_generations_that_do_nothing() {
        assertThat(passed(NoopGenerations.class)).isEmpty();
    }

    @Test
    void the_sink_journal_contract_refuses_a_journal_that_does_nothing() {
        assertThat(passed(NoopJournal.class)).containsExactlyInAnyOrder("each_sink_has_its_own()");
    }

    private static List<String> passed(Class<?> suite) {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(suite))
                .execute()
                .testEvents();
        assertThat(tests.skipped().count()).as("skipped").isZero();
        assertThat(tests.failed().count()).as("failed").isPositive();
        return tests.succeeded().stream().map(ContractGuardsTest::name).toList();
    }

    private static String name(Event event) {
        return event.getTestDescriptor().getDisplayName();
    }

    static class NoopLog extends CommandLogContract {

        @Override
        protected CommandLog log() {
            return new NoopCommandLog();
        }

        @Override
        protected DataStore data() {
            return new NoopDataStore();
        }
    }

    static class NoopTransactions extends CommandTransactionContract {

        @Override
        protected CommandLog log() {
            return new NoopCommandLog();
        }

        @Override
        protected DataStore data() {
            return new NoopDataStore();
        }
    }

    static class NoopStore extends DataStoreContract {

        @Override
        protected DataStore store() {
            return new NoopDataStore();
        }
    }

    static class NoopPayloads extends PayloadStoreContract {

        @Override
        protected PayloadStore store() {
            return new NoopPayloadStore();
        }
    }

    static class NoopParked extends ParkedChangesContract {

        @Override
        protected ParkedChanges parked() {
            return new NoopParkedChanges();
        }

        @Override
        protected ModuleId module() {
            return new ModuleId("test", "shop", "order");
        }
    }

    static class NoopGenerations extends SinkGenerationsContract {

        @Override
        protected SinkGenerations generations() {
            return new NoopSinkGenerations();
        }

        @Override
        protected Mono<Long> sumOfVersions() {
            return Mono.just(0L);
        }
    }

    static class NoopJournal extends SinkJournalContract {

        @Override
        protected SinkJournal journal() {
            return new NoopSinkJournal();
        }

        @Override
        protected ModuleId module() {
            return new ModuleId("test", "shop", "order");
        }
    }

    static class NoopSink extends ChangeSinkContract {

        @Override
        protected ChangeSink sink() {
            return new NoopChangeSink();
        }

        @Override
        protected Mono<Attributes> read(ItemKey key) {
            return Mono.empty();
        }
    }

    static class NaiveSink extends ChangeSinkContract {

        private final LastWriterWinsSink sink = new LastWriterWinsSink();

        @Override
        protected ChangeSink sink() {
            return sink;
        }

        @Override
        protected Mono<Attributes> read(ItemKey key) {
            return sink.read(key);
        }
    }
}
