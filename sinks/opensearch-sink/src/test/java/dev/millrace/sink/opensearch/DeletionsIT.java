/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.deletion;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.OpenSearchLocal;
import dev.millrace.testkit.junit.LocalOpenSearch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What is deleted stays deleted, however long ago that was, until it is purged. */
@ExtendWith(LocalOpenSearch.class)
class DeletionsIT {

    private static final Duration PATIENCE = SearchFixture.PATIENCE;

    private final PartitionKey partition = Samples.freshPartition();
    private SearchFixture search;

    @BeforeEach
    void open(OpenSearchLocal engine) {
        search = SearchFixture.create(engine);
    }

    @AfterEach
    void close() {
        search.close();
    }

    private ItemKey key(String sort) {
        return Samples.key(partition, sort);
    }

    private List<String> found() {
        return search.sorts(partition.tenant().code(), SearchQuery.all());
    }

    /** A sink whose clock stands at that time before now. */
    private ChangeSink sinkOf(Duration ago) {
        Clock then = Clock.fixed(Instant.now().minus(ago), ZoneOffset.UTC);
        return search.index.sink(SearchFixture.REFRESHING.withClock(then));
    }

    @Test
    void a_late_change_does_not_bring_an_item_back_even_if_opensearch_forgets_deletions_at_once() {
        search.raw("PUT", "/" + search.index.name().physical() + "/_settings", "{\"index.gc_deletes\": \"0s\"}");
        search.apply(change(key("A"), 1, note("first")), change(key("B"), 1, note("kept")));
        search.apply(deletion(key("A"), 9));
        search.raw("POST", "/" + search.index.name().physical() + "/_flush", "");
        search.raw("POST", "/" + search.index.name().physical() + "/_forcemerge?max_num_segments=1", "");

        assertThat(search.apply(change(key("A"), 8, note("late")))).containsExactly(SinkOutcome.stale());

        assertThat(found()).containsExactly("B");
        assertThat(search.appliedVersion(key("A"))).isEqualTo(Version.of(9));
    }

    @Test
    void of_a_deleted_item_no_content_stays_in_the_index() {
        search.apply(change(key("A"), 1, note("secret")));
        search.apply(deletion(key("A"), 2));

        String documents = search.raw("GET", "/" + search.index.name().physical() + "/_search", "");

        assertThat(documents)
                .contains("\"deleted\":true")
                .doesNotContain("secret")
                .doesNotContain("attributes")
                .doesNotContain("a name");
    }

    @Test
    void a_purge_removes_deletions_that_are_old_enough_and_nothing_else() {
        search.apply(change(key("live"), 1, note("live")));
        sinkOf(Duration.ofDays(40))
                .apply(List.of(deletion(key("old"), 3), change(key("old and live"), 1, note("x"))))
                .block(PATIENCE);
        sinkOf(Duration.ofDays(20)).apply(List.of(deletion(key("young"), 3))).block(PATIENCE);

        assertThat(search.index.purge().block(PATIENCE)).isEqualTo(1);

        assertThat(search.appliedVersion(key("old"))).isEqualTo(Version.NONE);
        assertThat(search.appliedVersion(key("young"))).isEqualTo(Version.of(3));
        assertThat(found()).containsExactly("live", "old and live");
        assertThat(search.apply(change(key("young"), 2, note("late")))).containsExactly(SinkOutcome.stale());
    }

    @Test
    @DisplayName("[X-30] an expired item is hidden and purged, and then its key begins again")
    void an_expired_item_is_hidden_and_purged_and_then_its_key_begins_again() {
        search.raw("PUT", "/" + search.index.name().physical() + "/_settings", "{\"index.gc_deletes\": \"0s\"}");
        sinkOf(Duration.ofDays(40))
                .apply(List.of(expiring("expired", Duration.ofDays(-35)), expiring("living", Duration.ofDays(5))))
                .block(PATIENCE);
        search.apply(expiring("long", Duration.ofDays(365L * 20_000)), expiring("young", Duration.ofDays(-20)));
        search.apply(expiring("before all dates", Duration.ofDays(-365L * 20_000)));

        assertThat(found()).containsExactly("living", "long");
        assertThat(search.raw("GET", "/" + search.index.name().name() + "/_search", ""))
                .contains("living")
                .doesNotContain("expired")
                .doesNotContain("young");

        assertThat(search.appliedVersion(key("before all dates"))).isEqualTo(Version.of(3));
        assertThat(search.index.purge().block(PATIENCE)).isEqualTo(1);
        assertThat(search.appliedVersion(key("young"))).isEqualTo(Version.of(3));
        assertThat(search.apply(change(key("young"), 1, note("again")))).containsExactly(SinkOutcome.stale());
        awaitApplied(change(key("expired"), 1, note("again")));
        assertThat(found()).containsExactly("expired", "living", "long");
    }

    /** OpenSearch forgets what was removed with a refresh some time later. */
    private void awaitApplied(ChangeRecord change) {
        Mono.fromRunnable(search::refresh)
                .then(Mono.defer(() -> search.sink.apply(List.of(change))))
                .filter(List.of(SinkOutcome.applied())::equals)
                .repeatWhenEmpty(rounds -> rounds.delayElements(Duration.ofMillis(100)))
                .subscribeOn(Schedulers.boundedElastic())
                .block(PATIENCE);
    }

    private ChangeRecord expiring(String sort, Duration fromNow) {
        ItemContent content =
                ItemContent.of(sort, note(sort)).withExpiresAt(Instant.now().plus(fromNow));
        return Samples.recorded(key(sort), 3, content).toChange();
    }

    @Test
    void how_long_deletions_stay_is_the_callers_choice() {
        sinkOf(Duration.ofDays(20)).apply(List.of(deletion(key("A"), 3))).block(PATIENCE);

        assertThat(search.index.purge(Duration.ofDays(21)).block(PATIENCE)).isZero();
        assertThat(search.index.purge(Duration.ofDays(19)).block(PATIENCE)).isEqualTo(1);
        Assertions.assertThatThrownBy(() -> search.index.purge(Duration.ofDays(-1)))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void an_item_that_came_back_is_not_purged() {
        sinkOf(Duration.ofDays(40)).apply(List.of(deletion(key("A"), 3))).block(PATIENCE);
        sinkOf(Duration.ofDays(40))
                .apply(List.of(change(key("A"), 4, note("again"))))
                .block(PATIENCE);

        assertThat(search.index.purge().block(PATIENCE)).isZero();
        assertThat(found()).containsExactly("A");
    }
}
