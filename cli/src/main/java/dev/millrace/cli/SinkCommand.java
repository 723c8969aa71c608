/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import picocli.CommandLine.Command;

/** {@code millrace sink}: workers that apply a module's changes to a read model. */
@Command(
        name = "sink",
        description = "Applies a module's changes to a read model until it is stopped.",
        subcommands = {
            DataTableSinkCommand.class,
            PostgresSinkCommand.class,
            OpenSearchSinkCommand.class,
            StepFunctionsCommand.class
        })
final class SinkCommand {}
