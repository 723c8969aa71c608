/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.item.ModuleId;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.aws.Announcements;
import dev.millrace.sink.aws.AwsService;
import dev.millrace.sink.aws.Notifier;
import dev.millrace.sink.aws.NotifyingSink;
import dev.millrace.sink.aws.SnsNotifier;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;

/** What the workers of all sinks share: whose changes, from where, where those go that are not taken, and whom to tell. */
final class SinkWorker {

    private static final Duration GRACE = Duration.ofSeconds(10);

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    @Option(
            names = "--status-topic",
            paramLabel = "ARN",
            defaultValue = "${env:SNS_TOPIC_ARN}",
            description =
                    "Tell this SNS topic of every change that has arrived (SNS_TOPIC_ARN, SNS_ENDPOINT, SNS_REGION).")
    private @Nullable String statusTopic;

    @Option(
            names = "--alarm-topic",
            paramLabel = "ARN",
            defaultValue = "${env:SNS_ALARM_TOPIC_ARN}",
            description = "Tell this SNS topic of every change that is refused for good (SNS_ALARM_TOPIC_ARN).")
    private @Nullable String alarmTopic;

    ModuleId module() {
        return target.module();
    }

    /** Keeps the sink until the process is asked to end. */
    int run(RunnerOptions options, Function<DynamoModule, ChangeSink> sink) {
        try (Lifetime lifetime = Lifetime.begin(options.drainTimeout().plus(GRACE));
                DynamoConnection connection = target.connect();
                Topics topics = new Topics()) {
            DynamoModule module = connection.module(module());
            run(telling(topics, sink.apply(module)), module, options, lifetime);
        }
        return 0;
    }

    /** Without a topic there is nothing to tell, and no message is worth making. */
    private ChangeSink telling(Topics topics, ChangeSink sink) {
        return statusTopic == null && alarmTopic == null
                ? sink
                : NotifyingSink.around(sink, module(), topics.announcing(statusTopic), topics.announcing(alarmTopic));
    }

    private void run(ChangeSink sink, DynamoModule module, RunnerOptions options, Lifetime lifetime) {
        try (KafkaRoad road = KafkaRoad.of(kafka.servers(), module(), sink.name(), KafkaRoadOptions.defaults())) {
            SinkRunner.of(sink, road.source(), road.deadLetters())
                    .withOptions(options)
                    .withParking(module.parkedChanges(), module())
                    .runUntil(lifetime.stop())
                    .block();
        }
    }

    /** The topics that are told, closed together. */
    private static final class Topics implements AutoCloseable {

        private static final Notifier NOBODY = notification -> Mono.empty();

        private final Deque<SnsNotifier> open = new ArrayDeque<>();

        Announcements announcing(@Nullable String topicArn) {
            return Announcements.through(topicArn == null ? NOBODY : open(topicArn));
        }

        private SnsNotifier open(String topicArn) {
            SnsNotifier topic = SnsNotifier.to(topicArn, AwsService.snsFromEnvironment());
            open.push(topic);
            return topic;
        }

        @Override
        public void close() {
            open.forEach(SnsNotifier::close);
        }
    }
}
