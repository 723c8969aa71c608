/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.item.ModuleId;
import dev.millrace.offload.s3.PayloadPlace;
import dev.millrace.offload.s3.S3Options;
import dev.millrace.offload.s3.S3PayloadStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the payloads are that a module keeps outside of its rows, for commands whose sinks are shown them whole. */
final class PayloadOption {

    @Option(
            names = "--payload-bucket",
            paramLabel = "NAME",
            defaultValue = "${env:S3_PAYLOAD_BUCKET}",
            description = "The S3 bucket that holds the module's large payloads, which are then shown whole instead of"
                    + " their pointers (S3_PAYLOAD_BUCKET, S3_ENDPOINT, S3_REGION).")
    private @Nullable String bucket;

    @Option(
            names = "--payload-prefix",
            paramLabel = "PREFIX",
            defaultValue = "${env:S3_PAYLOAD_PREFIX}",
            description = "What their keys begin with (S3_PAYLOAD_PREFIX; default: the module's full name).")
    private @Nullable String prefix;

    /** The payloads of that module; without a bucket none, and sinks are shown what is on the topic. */
    ShownPayloads open(ModuleId module) {
        if (bucket == null || bucket.isBlank()) {
            return ShownPayloads.asTheyCome();
        }
        PayloadPlace place =
                prefix == null || prefix.isBlank() ? PayloadPlace.of(bucket, module) : new PayloadPlace(bucket, prefix);
        return ShownPayloads.wholeFrom(S3PayloadStore.open(S3Options.fromEnvironment(place)));
    }
}
