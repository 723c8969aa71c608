/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.testkit.Samples;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;

/** At the wire: no server of SNS can be had as an artifact. */
class SnsNotifierTest {

    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:status";
    private static final Notification NOTIFICATION = Notification.finished(
            Samples.change(ItemKey.of("ORDER", "acme", "7"), 1, Samples.note("first")),
            new ModuleId("prod", "shop", "order"));

    private final RecordingServer server = new RecordingServer();
    private final SnsNotifier notifier = SnsNotifier.to(
            TOPIC,
            AwsService.defaults()
                    .withEndpoint(server.endpoint())
                    .withRegion("eu-west-1")
                    .withTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(20)),
            Credentials.ANY);

    SnsNotifierTest() throws IOException {}

    @AfterEach
    void close() {
        notifier.close();
        server.close();
    }

    private static Map<String, String> form(String body) {
        return Stream.of(body.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }

    @Test
    void a_notification_is_a_message_with_its_action_as_an_attribute() {
        server.answering(
                200,
                "text/xml",
                "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>");

        StepVerifier.create(notifier.send(NOTIFICATION)).expectComplete().verify(Duration.ofMinutes(1));

        assertThat(form(server.next().body()))
                .containsEntry("Action", "Publish")
                .containsEntry("TopicArn", TOPIC)
                .containsEntry("Message", NOTIFICATION.toJson())
                .containsEntry("MessageAttributes.entry.1.Name", "action")
                .containsEntry("MessageAttributes.entry.1.Value.DataType", "String")
                .containsEntry("MessageAttributes.entry.1.Value.StringValue", "command-status");
    }

    @Test
    void a_topic_that_refuses_is_a_failure() {
        server.answering(
                403,
                "text/xml",
                "<ErrorResponse><Error><Code>AuthorizationError</Code><Message>no</Message></Error></ErrorResponse>");

        StepVerifier.create(notifier.send(NOTIFICATION))
                .expectError(AuthorizationErrorException.class)
                .verify(Duration.ofMinutes(1));
    }
}
