/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.cli.SourceOption;
import dev.millrace.item.InvalidValueException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a demo does. */
final class DemoOptions {

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "Changes to publish: one JSON object a line, packed by gzip or not, with type, tenant, code,"
                    + " change (A, M or D), at and attributes. Default: the history of reactor-core's files.")
    @Nullable
    Path input;

    @Option(names = "--limit", paramLabel = "N", description = "Publish only the first N changes.")
    long limit = Long.MAX_VALUE;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Publish so many items side by side (default: ${DEFAULT-VALUE}).")
    int concurrency = 64;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Run so many workers of the bridge (default: ${DEFAULT-VALUE}).")
    int workers = 1;

    @Option(
            names = "--sinks",
            paramLabel = "SINK",
            split = ",",
            defaultValue = "data",
            description = "Keep these read models, each at a pace of its own: data (default: ${DEFAULT-VALUE}).")
    Set<DemoSink> sinks = EnumSet.of(DemoSink.DATA);

    @Mixin
    SourceOption source = new SourceOption();

    @Option(names = "--report", paramLabel = "FILE", description = "Write what was found as JSON.")
    @Nullable
    Path report;

    @Option(names = "--skip-invalid", description = "Do not fail for lines that are no change.")
    boolean skipInvalid;

    @Option(names = "--keep", description = "Leave the engines running afterwards, until Ctrl-C.")
    boolean keep;

    void check() {
        requireAtLeastOne("--limit", limit);
        requireAtLeastOne("--concurrency", concurrency);
        requireAtLeastOne("--workers", workers);
        if (workers > 1 && source.kind() == SourceOption.Kind.DIRECT) {
            throw new InvalidValueException("--workers", Integer.toString(workers), "must be 1 with --source direct");
        }
    }

    private static void requireAtLeastOne(String option, long value) {
        if (value < 1) {
            throw new InvalidValueException(option, Long.toString(value), "must be at least 1");
        }
    }

    InputFile inputFile() {
        return input == null ? InputFile.shipped() : InputFile.at(input);
    }
}
