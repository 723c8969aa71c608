/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.sink.aws.AwsService;
import dev.millrace.sink.aws.StepFunctionsSink;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace sink step-functions}: one execution of a state machine for each change. */
@Command(
        name = "step-functions",
        description = "Starts one execution of a state machine for each change (SFN_ENDPOINT, SFN_REGION).")
final class StepFunctionsCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(10);

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    @Option(
            names = "--state-machine",
            paramLabel = "ARN",
            defaultValue = "${env:SFN_COMMAND_ARN}",
            required = true,
            description = "The state machine, a standard one (SFN_COMMAND_ARN).")
    private String stateMachine = "";

    @Override
    public Integer call() {
        RunnerOptions options = RunnerOptions.defaults().withCompaction(false);
        try (Lifetime lifetime = Lifetime.begin(options.drainTimeout().plus(GRACE));
                StepFunctionsSink sink =
                        StepFunctionsSink.of(stateMachine, target.module(), AwsService.stepFunctionsFromEnvironment());
                KafkaRoad road = KafkaRoad.of(
                        kafka.servers(), target.module(), StepFunctionsSink.NAME, KafkaRoadOptions.defaults())) {
            SinkRunner.of(sink, road.source(), road.deadLetters())
                    .withOptions(options)
                    .runUntil(lifetime.stop())
                    .block();
        }
        return 0;
    }
}
