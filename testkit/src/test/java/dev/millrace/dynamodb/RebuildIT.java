/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.Command;
import dev.millrace.command.CommandLog;
import dev.millrace.command.CommandService;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.parking.SinkId;
import dev.millrace.rebuild.RebuildCounts;
import dev.millrace.rebuild.RebuildOptions;
import dev.millrace.rebuild.RebuildTakenOverException;
import dev.millrace.rebuild.RecordedItems;
import dev.millrace.rebuild.SegmentProgress;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.memory.InMemoryChangeSink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rebuilds from a real command table. */
@ExtendWith(LocalDynamoDb.class)
class RebuildIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");
    private static final SinkName NAME = SinkName.of("search");
    private static final int ROWS = 150;
    private static final RebuildOptions FAST =
            RebuildOptions.defaults().withSegments(3).withPageRows(10).withRowsPerSecond(1_000_000);

    /** Several partitions, so that there is something in each segment. */
    private static final List<ItemKey> KEYS = IntStream.range(0, 60)
            .mapToObj(i -> ItemKey.of("ORDER" + i % 12, "acme", "item-" + i))
            .toList();

    private final InMemoryChangeSink sink = new InMemoryChangeSink(NAME);
    private DynamoFixture dynamo;
    private CommandService service;

    @BeforeEach
    void sixty_items_some_of_them_deleted(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
        service = dynamo.coldService();
        Flux.fromIterable(KEYS)
                .flatMap(key -> put(key, "old").then(put(key, "new")), 8)
                .thenMany(Flux.fromIterable(KEYS.subList(0, 30)))
                .flatMap(key -> service.publishAsync(deletion(key), CALLER), 8)
                .blockLast(PATIENCE);
    }

    @AfterEach
    void close() {
        dynamo.close();
    }

    private Mono<?> put(ItemKey key, String note) {
        return service.publishAsync(Command.put(key, Attributes.of(Map.of("note", note))), CALLER);
    }

    private static Command deletion(ItemKey key) {
        return Command.update(key, Version.of(2), Attributes.of(Map.of())).deleting();
    }

    /** Commands that are given meanwhile, and come to the sink as from the topic. */
    private Flux<?> liveLoad() {
        CommandLog log = dynamo.module.commandLog();
        return Flux.range(0, 150)
                .map(i -> KEYS.get(i * 7 % KEYS.size()))
                .concatMap(key -> put(key, "live").then(log.latest(key)))
                .map(RecordedCommand::toChange)
                .concatMap(change -> sink.apply(List.of(change)));
    }

    private void requireFoldOfLog() {
        CommandLog log = dynamo.module.commandLog();
        for (ItemKey key : KEYS) {
            RecordedCommand newest = log.latest(key).block(PATIENCE);
            assertThat(sink.appliedVersion(key).block(PATIENCE)).isEqualTo(newest.version());
            assertThat(sink.read(key).blockOptional(PATIENCE).map(state -> state.content()))
                    .isEqualTo(Optional.of(newest.content()).filter(content -> !content.deleted()));
        }
    }

    /** The sink, which ends its own run when it has got so many batches. */
    private final class Deadly implements ChangeSink {

        private final Sinks.Empty<Void> end = Sinks.empty();
        private final AtomicInteger left;

        Deadly(int batches) {
            left = new AtomicInteger(batches);
        }

        @Override
        public SinkName name() {
            return NAME;
        }

        @Override
        public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
            if (left.decrementAndGet() < 0) {
                end.tryEmitEmpty();
                return Mono.never();
            }
            return sink.apply(changes);
        }

        @Override
        public Mono<Version> appliedVersion(ItemKey key) {
            return sink.appliedVersion(key);
        }
    }

    @Test
    @DisplayName("[X-28] a rebuild under live load, ended halfway and gone on with, ends equal to the fold of the log")
    void a_rebuild_under_live_load_that_is_ended_halfway_and_gone_on_with_ends_equal_to_the_fold_of_the_log() {
        var live = liveLoad().publish();
        Mono<Void> over = live.then();
        Deadly deadly = new Deadly(8);
        Mono<RebuildCounts> work = Mono.defer(() -> dynamo.module
                .rebuild(deadly)
                .withOptions(FAST)
                .resume()
                .takeUntilOther(deadly.end.asMono())
                .switchIfEmpty(dynamo.module.rebuild(sink).withOptions(FAST).resume()));

        RebuildCounts counts = Mono.zip(
                        work, over.thenReturn(true).doOnSubscribe(begun -> live.connect()), (done, all) -> done)
                .block(PATIENCE);

        requireFoldOfLog();
        assertThat(counts.rows()).isGreaterThanOrEqualTo(ROWS);
        assertThat(counts.refused()).isZero();
    }

    @Test
    void a_later_run_reads_only_what_an_ended_one_has_left() {
        Deadly deadly = new Deadly(8);
        RebuildOptions one = FAST.withSegments(1);
        dynamo.module
                .rebuild(deadly)
                .withOptions(one)
                .resume()
                .takeUntilOther(deadly.end.asMono())
                .block(PATIENCE);
        Deadly counted = new Deadly(Integer.MAX_VALUE);

        RebuildCounts counts =
                dynamo.module.rebuild(counted).withOptions(FAST).resume().block(PATIENCE);

        requireFoldOfLog();
        assertThat(counts.rows()).isEqualTo(ROWS);
        assertThat(Integer.MAX_VALUE - counted.left.get())
                .as("steps of 10 rows after the first 8")
                .isEqualTo(7);
    }

    @Test
    void a_rebuild_from_the_start_fills_a_sink_that_was_emptied_meanwhile() {
        Deadly deadly = new Deadly(8);
        dynamo.module
                .rebuild(deadly)
                .withOptions(FAST)
                .resume()
                .takeUntilOther(deadly.end.asMono())
                .block(PATIENCE);
        InMemoryChangeSink empty = new InMemoryChangeSink(NAME);

        RebuildCounts counts =
                dynamo.module.rebuild(empty).withOptions(FAST).begin().block(PATIENCE);

        assertThat(counts.rows()).isEqualTo(ROWS);
        assertThat(counts.applied()).isGreaterThanOrEqualTo(KEYS.size());
    }

    @Test
    void progress_belongs_to_the_run_that_took_it_last() {
        SinkId id = new SinkId(dynamo.module.id(), NAME);
        var progress = new DynamoRebuildProgress(
                dynamo.client(), new DynamoCalls(PATIENCE), dynamo.module.id().parkedTable());
        List<SegmentProgress> first = progress.take(id, "first", 2).block(PATIENCE);
        SegmentProgress done = new SegmentProgress(1, "5:place", true, new RebuildCounts(4, 3, 2, 1));
        progress.save(id, "first", done).block(PATIENCE);

        List<SegmentProgress> second = progress.take(id, "second", 7).block(PATIENCE);

        assertThat(first).containsExactly(SegmentProgress.untouched(0), SegmentProgress.untouched(1));
        assertThat(second).containsExactly(SegmentProgress.untouched(0), done);
        StepVerifier.create(progress.save(id, "first", done))
                .expectError(RebuildTakenOverException.class)
                .verify(PATIENCE);
        progress.finish(id, "first").block(PATIENCE);
        assertThat(progress.take(id, "third", 7).block(PATIENCE)).hasSize(2);
        progress.finish(id, "third").block(PATIENCE);
        assertThat(progress.take(id, "fourth", 7).block(PATIENCE)).hasSize(7);
    }

    @Test
    void a_row_that_is_no_recorded_command_is_passed_by() {
        dynamo.client()
                .putItem(put -> put.tableName(dynamo.module.id().commandTable()).item(Rows.key("ORDER#acme", "odd")))
                .join();

        RebuildCounts counts =
                dynamo.module.rebuild(sink).withOptions(FAST).resume().block(PATIENCE);

        assertThat(counts.rows()).isEqualTo(ROWS + 1);
        requireFoldOfLog();
    }

    @Test
    void a_place_names_the_row_whatever_its_keys_hold() {
        Map<String, AttributeValue> key = Rows.key("1:a#ü", ":\n2:v");

        assertThat(DynamoRecordedItems.key(DynamoRecordedItems.place(key))).isEqualTo(key);
        assertThat(DynamoRecordedItems.place(key)).isNotEqualTo(RecordedItems.BEGINNING);
    }
}
