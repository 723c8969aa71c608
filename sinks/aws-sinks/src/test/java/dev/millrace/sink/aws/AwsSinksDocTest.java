/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.ModuleId;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.memory.InMemoryChangeSink;
import org.junit.jupiter.api.Test;

/** What docs/aws-sinks.md shows, compiled; regions are given here, since a machine of tests has none. */
class AwsSinksDocTest {

    private static final class Regional {

        AwsService snsFromEnvironment() {
            return dev.millrace.sink.aws.AwsService.snsFromEnvironment().withRegion("eu-west-1");
        }

        AwsService stepFunctionsFromEnvironment() {
            return dev.millrace.sink.aws.AwsService.stepFunctionsFromEnvironment()
                    .withRegion("eu-west-1");
        }
    }

    @Test
    void the_wiring_that_is_shown_needs_no_io() {
        ModuleId module = new ModuleId("prod", "shop", "order");
        ChangeSink sink = new InMemoryChangeSink(SinkName.of("orders"));
        String arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders";
        Regional AwsService = new Regional();

        SnsNotifier topic =
                SnsNotifier.to("arn:aws:sns:eu-west-1:123456789012:status", AwsService.snsFromEnvironment());
        Announcements announcements = Announcements.through(topic);
        ChangeSink told = NotifyingSink.around(sink, module, announcements, announcements);

        StepFunctionsSink executions = StepFunctionsSink.of(arn, module, AwsService.stepFunctionsFromEnvironment());

        assertThat(told.name()).isEqualTo(sink.name());
        assertThat(executions.name()).isEqualTo(StepFunctionsSink.NAME);
        topic.close();
        executions.close();
    }
}
