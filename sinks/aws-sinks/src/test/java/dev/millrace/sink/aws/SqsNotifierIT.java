/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.testkit.Samples;
import java.net.URI;
import java.time.Duration;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Against a server that speaks SQS. */
class SqsNotifierIT {

    private static final SQSRestServer SERVER =
            SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start();
    private static final AwsService SERVICE = AwsService.defaults()
            .withEndpoint(URI.create("http://127.0.0.1:"
                    + SERVER.waitUntilStarted().localAddress().getPort()))
            .withRegion("eu-west-1")
            .withTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(20));
    private static final Notification NOTIFICATION = Notification.finished(
            Samples.change(ItemKey.of("ORDER", "acme", "7"), 1, Samples.note("grüße 😀")),
            new ModuleId("prod", "shop", "order"));

    private final SqsAsyncClient client = Clients.build(SqsAsyncClient.builder(), SERVICE, Credentials.ANY);

    @AfterEach
    void close() {
        client.close();
    }

    @AfterAll
    static void stop() {
        SERVER.stopAndWait();
    }

    @Test
    void a_notification_is_a_message_of_the_queue_with_its_action_as_an_attribute() {
        String queue = client.createQueue(request -> request.queueName("status"))
                .join()
                .queueUrl();

        try (SqsNotifier notifier = SqsNotifier.to(queue, SERVICE, Credentials.ANY)) {
            StepVerifier.create(notifier.send(NOTIFICATION)).expectComplete().verify(Duration.ofMinutes(1));
        }

        Message message = client.receiveMessage(
                        request -> request.queueUrl(queue).waitTimeSeconds(20).messageAttributeNames("All"))
                .join()
                .messages()
                .get(0);
        assertThat(message.body()).isEqualTo(NOTIFICATION.toJson());
        assertThat(message.messageAttributes().get("action").stringValue()).isEqualTo("command-status");
    }

    @Test
    void a_queue_that_is_not_there_is_a_failure() {
        String nowhere = SERVICE.endpoint() + "/000000000000/nowhere";
        try (SqsNotifier notifier = SqsNotifier.to(nowhere, SERVICE, Credentials.ANY)) {
            StepVerifier.create(notifier.send(NOTIFICATION))
                    .expectError(QueueDoesNotExistException.class)
                    .verify(Duration.ofMinutes(1));
        }
    }
}
