/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.sink.aws.AwsService;
import dev.millrace.sink.aws.StepFunctionsSink;
import dev.millrace.sink.runner.RunnerOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace sink step-functions}: one execution of a state machine for each change. */
@Command(
        name = "step-functions",
        description = "Starts one execution of a state machine for each change (SFN_ENDPOINT, SFN_REGION).")
final class StepFunctionsCommand implements Callable<Integer> {

    @Mixin
    private SinkWorker worker = new SinkWorker();

    @Mixin
    private PayloadOption payloads = new PayloadOption();

    @Option(
            names = "--state-machine",
            paramLabel = "ARN",
            defaultValue = "${env:SFN_COMMAND_ARN}",
            required = true,
            description = "The state machine, a standard one (SFN_COMMAND_ARN).")
    private String stateMachine = "";

    @Override
    public Integer call() {
        try (StepFunctionsSink sink =
                        StepFunctionsSink.of(stateMachine, worker.module(), AwsService.stepFunctionsFromEnvironment());
                ShownPayloads shown = payloads.open(worker.module())) {
            return worker.run(RunnerOptions.defaults().withCompaction(false), module -> shown.to(sink));
        }
    }
}
