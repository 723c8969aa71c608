/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import picocli.CommandLine.Option;

/** Which generation of a read model, for commands that cannot do without. */
final class GenerationOption {

    @Option(
            names = "--generation",
            paramLabel = "N",
            required = true,
            description = "The generation of the read model, from 1.")
    private int number;

    int number() {
        return number;
    }
}
