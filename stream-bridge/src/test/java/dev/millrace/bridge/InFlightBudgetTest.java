/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static dev.millrace.bridge.Changes.changed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bridge.InFlightBudget.Share;
import dev.millrace.bridge.StreamRecord.Changed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InFlightBudgetTest {

    private static final long PLENTY = Long.MAX_VALUE;

    private final List<StreamRecord> admitted = new ArrayList<>();

    @Test
    void a_record_beyond_the_bound_waits_until_another_is_released() {
        Share share = new InFlightBudget(2, PLENTY).open();
        admit(share, changed(1));
        admit(share, changed(2));
        admit(share, changed(3));
        assertThat(admitted).containsExactly(changed(1), changed(2));

        share.release(1, Changes.BYTES);
        assertThat(admitted).containsExactly(changed(1), changed(2), changed(3));
    }

    @Test
    void bytes_count_as_well_as_records() {
        Share share = new InFlightBudget(100, Changes.BYTES * 2L - 1).open();
        admit(share, changed(1));
        admit(share, changed(2));
        assertThat(admitted).containsExactly(changed(1));

        share.release(1, Changes.BYTES);
        assertThat(admitted).containsExactly(changed(1), changed(2));
    }

    @Test
    void a_record_larger_than_the_whole_budget_passes_alone() {
        Changed huge = new Changed(Changes.place(2), 5_000, Changes.change("order-1", 2));
        Share share = new InFlightBudget(100, 1_000).open();
        admit(share, changed(1));
        admit(share, huge);
        assertThat(admitted).containsExactly(changed(1));

        share.release(1, Changes.BYTES);
        assertThat(admitted).containsExactly(changed(1), huge);
    }

    @Test
    void those_that_wait_are_admitted_in_the_order_in_which_they_came() {
        InFlightBudget budget = new InFlightBudget(1, PLENTY);
        Share holder = budget.open();
        admit(holder, changed(1));
        admit(budget.open(), changed(2));
        admit(budget.open(), changed(3));

        holder.release(1, Changes.BYTES);
        assertThat(admitted).containsExactly(changed(1), changed(2));
    }

    @Test
    void a_newcomer_does_not_overtake_one_that_waits_for_more_room() {
        Changed large = new Changed(Changes.place(2), 900, Changes.change("order-1", 2));
        InFlightBudget budget = new InFlightBudget(100, 1_000);
        admit(budget.open(), changed(1));
        admit(budget.open(), changed(2));
        admit(budget.open(), large);
        admit(budget.open(), changed(4));
        assertThat(admitted).containsExactly(changed(1), changed(2));
    }

    @Test
    void a_closed_share_gives_back_what_it_holds_and_forgets_what_it_waits_for() {
        InFlightBudget budget = new InFlightBudget(2, PLENTY);
        Share leaving = budget.open();
        admit(leaving, changed(1));
        admit(leaving, changed(2));
        admit(leaving, changed(3));
        Share staying = budget.open();
        admit(staying, changed(11));

        leaving.close();
        admit(staying, changed(12));
        assertThat(admitted).containsExactly(changed(1), changed(2), changed(11), changed(12));
    }

    @Test
    void what_is_released_after_a_close_is_not_given_back_twice() {
        InFlightBudget budget = new InFlightBudget(2, PLENTY);
        Share leaving = budget.open();
        admit(leaving, changed(1));
        leaving.close();
        leaving.release(1, Changes.BYTES);

        Share staying = budget.open();
        IntStream.of(11, 12, 13).forEach(number -> admit(staying, changed(number)));
        assertThat(admitted).containsExactly(changed(1), changed(11), changed(12));
    }

    private void admit(Share share, Changed record) {
        share.admit(record).subscribe(admitted::add);
    }
}
