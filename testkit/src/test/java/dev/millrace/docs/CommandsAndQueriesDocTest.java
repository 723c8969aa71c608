/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.MillraceException;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.ItemNotFoundException;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.RecordedCommand;
import dev.millrace.command.RetryOnConflict;
import dev.millrace.command.UnknownVersionException;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.ClaimMapping;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.MissingContextException;
import dev.millrace.context.Origin;
import dev.millrace.context.RolesReader;
import dev.millrace.context.TenantGuard;
import dev.millrace.context.TenantViolationException;
import dev.millrace.data.DataItem;
import dev.millrace.data.DataService;
import dev.millrace.data.ItemQuery;
import dev.millrace.data.Page;
import dev.millrace.data.SortKeyCondition;
import dev.millrace.item.Attributes;
import dev.millrace.item.CommandId;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.testkit.RivalLog;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.fault.FaultyCommandLog;
import dev.millrace.testkit.fault.LogFault;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What docs/commands-and-queries.md shows, compiled and run. */
class CommandsAndQueriesDocTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "commands-and-queries.md");
    private static final Pattern FAILURE =
            Pattern.compile("^\\| `(\\w+Exception)` \\| [^|]+ \\| `(\\w+)` \\|", Pattern.MULTILINE);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "2026-0007");
    private static final InvokeContext CALLER = InvokeContext.of("user-1", "acme");

    private final InMemoryDataStore store = new InMemoryDataStore();
    private final RivalLog rival = new RivalLog(new InMemoryCommandLog(store));
    private final FaultyCommandLog log = FaultyCommandLog.over(rival);
    private final Shop shop = new Shop(
            CommandService.over(log, CommandOptions.defaults()),
            DataService.over(
                    store,
                    (key, version) -> log.get(key, version).map(RecordedCommand::toItem),
                    TenantGuard.standard(),
                    Clock.systemUTC()));

    /** The code of the document. */
    private static final class Shop {

        private final CommandService commands;
        private final DataService data;

        Shop(CommandService commands, DataService data) {
            this.commands = commands;
            this.data = data;
        }

        static List<Command> commands() {
            ItemKey key = ItemKey.of("ORDER", "acme", "2026-0007");
            Command create = Command.create(key, Attributes.of(Map.of("status", "placed", "total", 12)));
            Command update = Command.update(key, Version.of(1), Attributes.of(Map.of("status", "paid", "total", 12)));
            Command put = Command.put(key, Attributes.of(Map.of("status", "shipped", "total", 12)));
            return List.of(create, update, put);
        }

        Mono<String> create(Command create) {
            Mono<String> answer = commands.publishSync(create)
                    .map(outcome -> outcome.fold(recorded -> "recorded", unchanged -> "nothing to do"));
            InvokeContext caller = InvokeContext.of("user-1", "acme");
            Mono<String> asked = answer.contextWrite(caller.asContext());
            return asked;
        }

        static InvokeContext caller(
                RolesReader rolesReader, Map<String, Object> claims, String header, String address) {
            ClaimMapping mapping = ClaimMapping.cognito(rolesReader);
            InvokeContext user = new InvokeContext(mapping.map(claims, header), address, Origin.UNKNOWN);
            return user;
        }

        Mono<PublishOutcome> pay(ItemKey key) {
            Mono<PublishOutcome> paid = data.getItem(key)
                    .flatMap(item -> commands.publishSync(Command.update(key, item.version(), paid(item))))
                    .retryWhen(RetryOnConflict.upTo(10));
            return paid;
        }

        static Attributes paid(DataItem item) {
            Map<String, Object> next = new LinkedHashMap<>(item.attributes().asMap());
            next.put("status", "paid");
            return Attributes.of(next);
        }

        Mono<PublishOutcome> ship(ItemKey key) {
            CommandPatch patch = CommandPatch.of(key, ExpectedVersion.latest())
                    .set("status", "shipped")
                    .setAt(List.of("address", "city"), "Turin")
                    .remove("coupon");
            Mono<PublishOutcome> patched = commands.publishPartialUpdateAsync(patch);
            return patched;
        }

        Mono<PublishOutcome> addOne(ItemKey key) {
            CommandPatch oneMore =
                    CommandPatch.of(key, ExpectedVersion.latest()).updating(Shop::oneMore);
            return commands.publishPartialUpdateAsync(oneMore);
        }

        static ItemContent oneMore(ItemContent content) {
            BigDecimal total = content.attributes().number("total").add(BigDecimal.ONE);
            return content.withAttributes(Attributes.of(Map.of("total", total)));
        }

        Mono<PublishOutcome> once(Command put) {
            Mono<PublishOutcome> once = commands.publishAsync(put.withIdempotencyKey("request-4711"));
            return once;
        }

        Mono<List<Object>> settle(ItemKey key, Command command) {
            Mono<PublishOutcome> settled = commands.publishAsync(command)
                    .onErrorResume(OutcomeUnknownException.class, unknown -> commands.publishAsync(command));
            Mono<RecordedCommand> recorded = commands.resolve(key, command.id());
            return Flux.<Object>concat(settled, recorded).collectList();
        }

        Flux<MillraceException> failures(Flux<Command> stream) {
            Flux<MillraceException> failures = commands.publishAll(stream, 32)
                    .flatMap(result -> result.fold(done -> Mono.empty(), failed -> Mono.just(failed.failure())));
            return failures;
        }

        Mono<List<PublishOutcome>> transfer(ItemKey from, ItemKey to) {
            Command debit = Command.update(from, Version.of(1), balance(70));
            Command credit = Command.update(to, Version.of(1), balance(130));
            Mono<List<PublishOutcome>> transfer = commands.publishAtomically(List.of(debit, credit));
            return transfer;
        }

        static Attributes balance(int amount) {
            return Attributes.of(Map.of("balance", amount));
        }

        Mono<List<String>> list() {
            PartitionKey orders = PartitionKey.of("ORDER", "acme");
            ItemQuery query = ItemQuery.all()
                    .where(SortKeyCondition.beginsWith("2026-"))
                    .descending()
                    .limit(20);
            Mono<Page> first = data.listItemsByPk(orders, query);
            Mono<Page> second = first.flatMap(page -> data.listItemsByPk(orders, query, page.next()));
            Flux<DataItem> all = data.streamItemsByPk(orders, query);
            return Flux.concat(first.flatMapIterable(Page::items), second.flatMapIterable(Page::items), all)
                    .map(item -> item.key().sort().text())
                    .collectList();
        }
    }

    private static <T> T done(Mono<T> call) {
        return call.contextWrite(CALLER.asContext()).block(PATIENCE);
    }

    private Attributes newest() {
        return done(shop.commands.getLatestItem(KEY)).content().attributes();
    }

    private static Attributes attributes(String status, int total) {
        return Attributes.of(Map.of("status", status, "total", total));
    }

    @Test
    void commands_for_no_item_for_a_version_and_for_any_state_follow_each_other() {
        Shop.commands().forEach(command -> assertThat(done(shop.commands.publishAsync(command)))
                .isInstanceOf(Recorded.class));
        assertThat(newest()).isEqualTo(attributes("shipped", 12));
    }

    @Test
    void an_outcome_unfolds_for_a_caller_from_the_context() {
        Command create = Shop.commands().get(0);
        assertThat(shop.create(create).block(PATIENCE)).isEqualTo("recorded");
        StepVerifier.create(shop.commands.publishSync(create)).verifyError(MissingContextException.class);
    }

    @Test
    void a_caller_is_made_from_claims_and_publishes() {
        Map<String, Object> claims = Map.of("sub", "user-1", "custom:tenant", "acme", "custom:roles", "[]");
        InvokeContext caller = Shop.caller(text -> List.of(), claims, "other", "192.0.2.1");
        PublishOutcome outcome =
                shop.commands.publishAsync(Shop.commands().get(0), caller).block(PATIENCE);
        assertThat(outcome.command().state().audit().created().by()).isEqualTo("user-1");
    }

    @Test
    void an_update_is_made_again_from_what_another_wrote_in_between() {
        done(shop.commands.publishSync(Command.create(KEY, attributes("placed", 12))));
        rival.beforeNextTransaction(Samples.recorded(KEY, 2, attributes("placed", 13)));
        assertThat(done(shop.pay(KEY)).version()).isEqualTo(Version.of(3));
        assertThat(newest()).isEqualTo(attributes("paid", 13));
    }

    @Test
    void a_patch_changes_what_it_names() {
        Attributes before = Attributes.of(Map.of("status", "paid", "coupon", "TEN", "total", 12));
        done(shop.commands.publishAsync(Command.create(KEY, before)));
        done(shop.ship(KEY));
        assertThat(newest())
                .isEqualTo(Attributes.of(Map.of("status", "shipped", "total", 12, "address", Map.of("city", "Turin"))));
    }

    @Test
    void no_update_is_lost_among_many() {
        done(shop.commands.publishAsync(Command.create(KEY, Attributes.of(Map.of("total", 0)))));
        done(Flux.range(0, 20).flatMap(i -> shop.addOne(KEY)).then());
        assertThat(newest().number("total")).isEqualByComparingTo("20");
    }

    @Test
    void a_key_of_the_callers_counts_once() {
        PublishOutcome first = done(shop.once(Command.put(KEY, attributes("placed", 12))));
        done(shop.commands.publishAsync(Command.put(KEY, attributes("paid", 12))));
        assertThat(done(shop.once(Command.put(KEY, attributes("placed", 12))))).isEqualTo(first);
        assertThat(newest()).isEqualTo(attributes("paid", 12));
    }

    @Test
    void a_lost_answer_is_settled_and_resolved() {
        Command command = Command.create(KEY, attributes("placed", 12));
        log.onNextAppend(LogFault.loseAnswer());
        RecordedCommand recorded = done(shop.settle(KEY, command).map(found -> (RecordedCommand) found.get(1)));
        assertThat(recorded.id()).isEqualTo(command.id());
        assertThat(recorded.version()).isEqualTo(Version.FIRST);
    }

    @Test
    void a_failure_of_one_command_is_a_result() {
        Flux<Command> stream = Flux.just(
                Shop.commands().get(0), Shop.commands().get(0), Shop.commands().get(2));
        List<MillraceException> failures = done(shop.failures(stream).collectList());
        assertThat(failures).singleElement().isInstanceOf(VersionConflictException.class);
        assertThat(newest()).isEqualTo(attributes("shipped", 12));
    }

    @Test
    void a_transfer_is_recorded_whole_or_not_at_all() {
        ItemKey from = ItemKey.of("ACCOUNT", "acme", "a");
        ItemKey to = ItemKey.of("ACCOUNT", "acme", "b");
        done(shop.commands.publishAsync(Command.create(from, Shop.balance(100))));
        StepVerifier.create(shop.transfer(from, to).contextWrite(CALLER.asContext()))
                .verifyError(UnknownVersionException.class);
        done(shop.commands.publishAsync(Command.create(to, Shop.balance(100))));
        assertThat(done(shop.transfer(from, to))).hasSize(2).allSatisfy(outcome -> assertThat(outcome.version())
                .isEqualTo(Version.of(2)));
    }

    @Test
    void a_transfer_published_again_changes_nothing() {
        ItemKey from = ItemKey.of("ACCOUNT", "acme", "a");
        ItemKey to = ItemKey.of("ACCOUNT", "acme", "b");
        List<Command> opening = List.of(Command.create(from, Shop.balance(100)), Command.put(to, Shop.balance(100)));
        List<PublishOutcome> opened = done(shop.commands.publishAtomically(opening));
        done(shop.transfer(from, to));
        assertThat(done(shop.commands.publishAtomically(opening))).isEqualTo(opened);
        assertThat(done(shop.commands.getLatestItem(to)).content().attributes()).isEqualTo(Shop.balance(130));
    }

    @Test
    void a_listing_goes_page_by_page_or_all_the_way() {
        for (int i = 0; i < 25; i++) {
            ItemKey key = ItemKey.of("ORDER", "acme", "2026-%04d".formatted(i));
            done(shop.commands.publishSync(Command.create(key, attributes("placed", i))));
        }
        List<String> listed = done(shop.list());
        assertThat(listed).hasSize(50).startsWith("2026-0024").endsWith("2026-0000");
        assertThat(listed.subList(0, 25)).isEqualTo(listed.subList(25, 50));
    }

    @Test
    void the_table_says_of_retries_what_the_failures_say() throws IOException {
        RecordedCommand winner = Samples.recorded(KEY, 1, Attributes.empty());
        Map<String, String> answers = Stream.of(
                        new VersionConflictException(ExpectedVersion.absent(), winner),
                        new UnknownVersionException(KEY, Version.of(5), Version.FIRST),
                        new ItemNotFoundException(KEY),
                        new OutcomeUnknownException(KEY, CommandId.random(), null),
                        new StoreUnavailableException("", null),
                        new StoreMisconfiguredException("", null),
                        InvalidValueException.hidden("item", "must be smaller"),
                        new MissingContextException(),
                        new TenantViolationException(Tenant.of("a"), Tenant.of("b")))
                .collect(Collectors.toMap(failure -> failure.getClass().getSimpleName(), failure -> failure.retry()
                        .name()));
        Map<String, String> documented = new TreeMap<>();
        FAILURE.matcher(Files.readString(DOCUMENT))
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2)));
        assertThat(documented).containsExactlyInAnyOrderEntriesOf(answers);
    }
}
