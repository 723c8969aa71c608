/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.MillraceException;
import dev.millrace.cli.demo.DemoCommand;
import dev.millrace.item.InvalidValueException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The {@code millrace} command. */
@Command(
        name = "millrace",
        description = "Reactive CQRS and event sourcing on DynamoDB and Kafka.",
        mixinStandardHelpOptions = true,
        version = "millrace 0.1.0-SNAPSHOT",
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            TablesCommand.class,
            BridgeCommand.class,
            SinkCommand.class,
            ParkedCommand.class,
            PositionCommand.class,
            StatusCommand.class,
            RebuildCommand.class,
            GenerationCommand.class,
            PurgeCommand.class
        })
public final class Main {

    private Main() {}

    /** Runs the command; exits with 0 when all went well, 1 when something failed, 2 when the input was wrong. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command with all its subcommands, ready to execute. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain);
    }

    /** Failures that say what to do get one line; the others their trace. */
    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof MillraceException || failure instanceof IOException) {
            command.getErr().println(command.getColorScheme().errorText("millrace: " + failure.getMessage()));
        } else {
            failure.printStackTrace(command.getErr());
        }
        return failure instanceof InvalidValueException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }
}
