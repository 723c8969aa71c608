/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.millrace.command.CommandLog;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.command.ExpiryPolicy;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.TenantGuard;
import dev.millrace.data.DataService;
import dev.millrace.data.DataStore;
import dev.millrace.data.PendingItems;
import dev.millrace.history.HistoryService;
import dev.millrace.item.ModuleId;
import dev.millrace.offload.PayloadOffload;
import dev.millrace.offload.PayloadPointer;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.Parking;
import dev.millrace.parking.SinkId;
import dev.millrace.parking.SinkJournal;
import dev.millrace.parking.SinkOversight;
import dev.millrace.rebuild.Rebuild;
import dev.millrace.sink.ChangeSink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** One module's tables and services on DynamoDB. All of them share the connection. */
public final class DynamoModule {

    private final ModuleId id;
    private final DynamoDbAsyncClient client;
    private final DynamoCalls calls;
    private final @Nullable PayloadOffload offload;

    DynamoModule(ModuleId id, DynamoDbAsyncClient client, DynamoCalls calls) {
        this(id, client, calls, null);
    }

    private DynamoModule(ModuleId id, DynamoDbAsyncClient client, DynamoCalls calls, @Nullable PayloadOffload offload) {
        this.id = requireNonNull(id, "id");
        this.client = client;
        this.calls = calls;
        this.offload = offload;
    }

    /** The same module, with large payloads kept outside of its tables. */
    public DynamoModule withOffload(PayloadOffload newOffload) {
        return new DynamoModule(id, client, calls, requireNonNull(newOffload, "newOffload"));
    }

    /** Which module. */
    public ModuleId id() {
        return id;
    }

    /** The command side, with the default options. */
    public CommandService commandService() {
        return commandService(CommandOptions.defaults());
    }

    /** The command side. */
    public CommandService commandService(CommandOptions options) {
        return CommandService.over(commandLog(), options);
    }

    /** The query side, with the standard guard and clock. */
    public DataService dataService() {
        return dataService(TenantGuard.standard(), Clock.systemUTC());
    }

    /** The query side. */
    public DataService dataService(TenantGuard guard, Clock clock) {
        CommandLog log = commandLog();
        PendingItems pending = (key, version) -> log.get(key, version).map(RecordedCommand::toItem);
        return DataService.over(dataStore(), pending, guard, clock);
    }

    /** What became of items over time, with the standard guard. */
    public HistoryService historyService() {
        return historyService(TenantGuard.standard());
    }

    /** What became of items over time. */
    public HistoryService historyService(TenantGuard guard) {
        return HistoryService.over(commandLog(), guard);
    }

    /**
     * A policy that reads lifetimes from the application's master data: table {@code environment-application-master-data},
     * partition key {@code MASTER#tenant}, sort key {@code TTL#} and the name of this module's data table, in {@code
     * attributes.days} a positive number. Rows of tenants without such an entry stay.
     *
     * @param period for how long an entry is remembered, positive; a change of it shows no later than that
     */
    public ExpiryPolicy masterDataExpiry(Duration period) {
        return new MasterDataExpiry(client, calls, id, period);
    }

    /** The port to the command table. */
    public CommandLog commandLog() {
        CommandLog log = new DynamoCommandLog(client, calls, id);
        return offload == null ? log : offload.commandLog(log);
    }

    /** The port to the data table. */
    public DataStore dataStore() {
        DataStore store = new DynamoDataStore(client, calls, id);
        return offload == null ? store : offload.dataStore(store);
    }

    /** The port to the application's table of parked changes, which all its modules share. */
    public ParkedChanges parkedChanges() {
        return new DynamoParkedChanges(client, calls, id.parkedTable());
    }

    /** What people do about parked items, with the standard guard and clock. */
    public Parking parking() {
        return Parking.over(parkedChanges(), TenantGuard.standard(), Clock.systemUTC());
    }

    /** The port to what was done with sinks as a whole, which the table of parked changes keeps. */
    public SinkJournal sinkJournal() {
        return new DynamoSinkJournal(client, calls, id.parkedTable());
    }

    /** What people do with sinks as a whole, with the standard guard and clock. */
    public SinkOversight sinkOversight() {
        return SinkOversight.over(sinkJournal(), TenantGuard.standard(), Clock.systemUTC());
    }

    /**
     * Emits the pointers that the command table holds, for a {@link dev.millrace.offload.PayloadSweeper}. Reads the whole
     * table, a page at a time as the subscriber asks for more, with a pause after each page of up to 1 MB.
     */
    public Flux<PayloadPointer> heldPayloads(Duration pause) {
        return new HeldPayloads(client, calls, id.commandTable(), requireNonNull(pause, "pause")).read();
    }

    /**
     * Emits what was recorded at that moment or later, by the clocks of those who recorded it: per item in the order of
     * its versions, large payloads as their pointers. For repairs.
     *
     * <p>Reads one segment of the table, consistently, a page at a time as the subscriber asks for more, with a pause
     * after each page of up to 1 MB. An item is in one segment, always the same one. A row that is no recorded command is
     * passed by with a line in the log. Fails with a {@link dev.millrace.MillraceException}.
     *
     * @param segment which, from 0
     * @param segments how many there are, at least 1
     */
    public Flux<RecordedCommand> recordedSince(Instant since, int segment, int segments, Duration pause) {
        return new CommandScan(client, calls, id.commandTable(), requireNonNull(since, "since"))
                .read(segment, segments, requireNonNull(pause, "pause"));
    }

    /**
     * The rebuild of a sink from the command table, with the default options; its progress is kept in the table of parked
     * changes. The sink gets large payloads as their pointers, as it does from the topic.
     */
    public Rebuild rebuild(ChangeSink sink) {
        return Rebuild.of(
                new SinkId(id, sink.name()),
                sink,
                new DynamoRecordedItems(client, calls, id.commandTable()),
                new DynamoRebuildProgress(client, calls, id.parkedTable()));
    }

    /** The tables themselves. */
    public DynamoTables tables() {
        return new DynamoTables(client, calls, id);
    }
}
