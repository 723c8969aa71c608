/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * Sends notifications to an SQS queue, with the action as the message attribute {@code action}: what a queue holds that is
 * subscribed to the topic of an {@link SnsNotifier} with raw delivery.
 */
public final class SqsNotifier implements Notifier, AutoCloseable {

    private final SqsAsyncClient client;
    private final String queueUrl;

    private SqsNotifier(SqsAsyncClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = requireNonNull(queueUrl, "queueUrl");
    }

    /** Sends to the queue with that URL, with the credentials that the AWS SDK finds. */
    public static SqsNotifier to(String queueUrl, AwsService service) {
        return open(queueUrl, service, null);
    }

    /** Sends to the queue with that URL, with those credentials. */
    public static SqsNotifier to(String queueUrl, AwsService service, AwsCredentialsProvider credentials) {
        return open(queueUrl, service, requireNonNull(credentials, "credentials"));
    }

    private static SqsNotifier open(String queueUrl, AwsService service, @Nullable AwsCredentialsProvider credentials) {
        return new SqsNotifier(Clients.build(SqsAsyncClient.builder(), service, credentials), queueUrl);
    }

    @Override
    public Mono<Void> send(Notification notification) {
        return Mono.fromFuture(() -> client.sendMessage(request(notification)), true)
                .then();
    }

    private SendMessageRequest request(Notification notification) {
        MessageAttributeValue action = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(notification.action())
                .build();
        return SendMessageRequest.builder()
                .queueUrl(queueUrl)
                .messageBody(notification.toJson())
                .messageAttributes(Map.of("action", action))
                .build();
    }

    /** Releases the connections; sending fails from now on. */
    @Override
    public void close() {
        client.close();
    }
}
