/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.context.InvokeContext;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.ParkedScope.OfItem;
import dev.millrace.parking.Parking;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.SinkName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** {@code millrace parked}: what a sink could not take, and what to do about it. */
@Command(name = "parked", description = "Shows, redrives and discards changes that a sink could not take.")
final class ParkedCommand {

    @Spec
    private @Nullable CommandSpec spec;

    /** Which sink's items, of whom, and who asks. */
    static final class Selection {

        @Option(names = "--sink", paramLabel = "NAME", required = true, description = "The sink, such as data-table.")
        private String sink = "";

        @Option(names = "--tenant", paramLabel = "CODE", description = "Only the items of this tenant.")
        private @Nullable String tenant;

        @Option(
                names = "--item",
                paramLabel = "TYPE#TENANT#SORT-KEY",
                description = "Only this item. Quote it: shells read # as a comment.")
        private @Nullable String item;

        @Option(
                names = "--by",
                paramLabel = "NAME",
                defaultValue = "${sys:user.name}",
                description = "Who asks, for the record (default: the user of this machine).")
        private String by = "";

        SinkName sinkName() {
            return SinkName.of(sink);
        }

        ParkedScope scope() {
            if (item != null) {
                return ParkedScope.item(key());
            }
            return tenant == null ? ParkedScope.everyTenant() : ParkedScope.tenant(Tenant.of(tenant));
        }

        private ItemKey key() {
            ItemKey key = ItemKey.parse(item == null ? "" : item);
            if (tenant != null && !Tenant.of(tenant).equals(key.tenant())) {
                throw new InvalidValueException("--item", key.id(), "must belong to the tenant " + tenant);
            }
            return key;
        }

        /** Who holds the table's credentials may touch every tenant's rows; what is done under a name is written down. */
        InvokeContext caller() {
            String own = item != null ? key().tenant().code() : tenant != null ? tenant : "operator";
            return InvokeContext.of(by, own, "system_admin");
        }
    }

    @Command(name = "list", description = "Lists parked items, those of one tenant together.")
    int list(
            @Mixin TargetOptions target,
            @Mixin Selection selection,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "At most so many (default: ${DEFAULT-VALUE}).")
                    int limit,
            @Option(names = "--after", paramLabel = "ITEM", description = "Go on after this item, the last one seen.")
                    @Nullable
                    String after,
            @Option(names = "--json", description = "One JSON object a line.") boolean json) {
        ParkedPrinter printer = printer(json);
        return with(target, selection, (parking, sink) -> (after == null
                        ? parking.list(sink, selection.scope())
                        : parking.listAfter(sink, selection.scope(), ItemKey.parse(after)))
                .take(limit)
                .doOnNext(printer::item)
                .then());
    }

    @Command(
            name = "show",
            description = "Shows one parked item, its changes, and what was done about its tenant's items.")
    int show(
            @Mixin TargetOptions target,
            @Mixin Selection selection,
            @Option(names = "--payload", description = "Show what the changes hold, too.") boolean payload,
            @Option(names = "--json", description = "One JSON object a line.") boolean json) {
        ItemKey key = requireItem(selection);
        ParkedPrinter printer = printer(json);
        return with(target, selection, (parking, sink) -> parking.get(sink, key)
                .doOnNext(printer::item)
                .thenMany(parking.changes(sink, key))
                .doOnNext(change -> printer.change(change, payload))
                .thenMany(parking.entries(sink, key.tenant())
                        .filter(entry -> entry.key().equals(key)))
                .doOnNext(printer::entry)
                .then());
    }

    @Command(
            name = "redrive",
            description = "Has the sink's runner apply parked changes, in order. Done when they are no longer listed.")
    int redrive(
            @Mixin TargetOptions target,
            @Mixin Selection selection,
            @Option(names = "--all", description = "Really all tenants' items of the sink.") boolean all) {
        requireMeant(selection, all);
        return with(target, selection, (parking, sink) -> parking.redrive(sink, selection.scope())
                .doOnNext(items -> say(items + " items wait for a runner of " + sink))
                .then());
    }

    @Command(name = "discard", description = "Throws parked changes away: the sink never sees them.")
    int discard(
            @Mixin TargetOptions target,
            @Mixin Selection selection,
            @Option(names = "--version", paramLabel = "N", description = "Only this version of the item.") @Nullable
                    Long version,
            @Option(names = "--all", description = "Really all tenants' items of the sink.") boolean all) {
        requireMeant(selection, all);
        if (version != null) {
            ItemKey key = requireItem(selection);
            return with(target, selection, (parking, sink) -> parking.discard(sink, key, Version.of(version))
                    .doOnNext(was -> say(was ? "discarded" : "was not parked"))
                    .then());
        }
        return with(target, selection, (parking, sink) -> parking.discard(sink, selection.scope())
                .doOnNext(items -> say("discarded what was parked of " + items + " items"))
                .then());
    }

    private static ItemKey requireItem(Selection selection) {
        if (selection.scope() instanceof OfItem one) {
            return one.key();
        }
        throw new InvalidValueException("--item", "", "must name the item");
    }

    private static void requireMeant(Selection selection, boolean all) {
        if (selection.scope() == ParkedScope.everyTenant() && !all) {
            throw new InvalidValueException("selection", "", "must be --item, --tenant or, for all tenants, --all");
        }
    }

    /** What is done with the parked items of a sink. */
    private interface Work {
        Mono<Void> of(Parking parking, SinkId sink);
    }

    private static int with(TargetOptions target, Selection selection, Work work) {
        SinkId sink = new SinkId(target.module(), selection.sinkName());
        try (DynamoConnection connection = target.connect()) {
            work.of(connection.module(target.module()).parking(), sink)
                    .contextWrite(selection.caller().asContext())
                    .block();
        }
        return 0;
    }

    private ParkedPrinter printer(boolean json) {
        return new ParkedPrinter(this::say, json);
    }

    private void say(String text) {
        if (spec != null) {
            spec.commandLine().getOut().println(text);
        }
    }
}
