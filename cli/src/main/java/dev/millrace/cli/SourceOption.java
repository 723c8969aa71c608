/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.bridge.StreamSource;
import dev.millrace.bridge.direct.DirectOptions;
import dev.millrace.bridge.direct.DirectSource;
import dev.millrace.bridge.kcl.KclOptions;
import dev.millrace.bridge.kcl.KclSource;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.item.ModuleId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What reads the stream. */
public final class SourceOption {

    /** The sources there are. */
    public enum Kind {
        /** The Kinesis client: any number of workers share the shards. */
        KCL,
        /** The stream itself: one worker, which starts at once and needs few threads. */
        DIRECT
    }

    @Option(
            names = "--source",
            paramLabel = "KIND",
            defaultValue = "kcl",
            description =
                    "What reads the stream: kcl, for any number of workers, or direct, for one that starts at once"
                            + " (default: kcl).")
    private Kind kind = Kind.KCL;

    /** For picocli. */
    public SourceOption() {}

    /** Returns what was chosen. */
    public Kind kind() {
        return kind;
    }

    /** Returns the source of a module's changes on a local engine, with the defaults for that. */
    public StreamSource local(DynamoConnection connection, ModuleId module) {
        return of(connection, module, true, null, null);
    }

    StreamSource of(
            DynamoConnection connection,
            ModuleId module,
            boolean isLocal,
            @Nullable String workerId,
            KclOptions.@Nullable Assignment assignment) {
        return kind == Kind.DIRECT
                ? DirectSource.of(connection, module, direct(isLocal, workerId))
                : KclSource.of(connection, module, kcl(isLocal, workerId, assignment));
    }

    private static DirectOptions direct(boolean isLocal, @Nullable String workerId) {
        DirectOptions options = isLocal ? DirectOptions.local() : DirectOptions.aws();
        return workerId == null ? options : options.withWorkerId(workerId);
    }

    private static KclOptions kcl(
            boolean isLocal, @Nullable String workerId, KclOptions.@Nullable Assignment assignment) {
        KclOptions options = isLocal ? KclOptions.local() : KclOptions.aws();
        options = workerId == null ? options : options.withWorkerId(workerId);
        return assignment == null ? options : options.withAssignment(assignment);
    }
}
