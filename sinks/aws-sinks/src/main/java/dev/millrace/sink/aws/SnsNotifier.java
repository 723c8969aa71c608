/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/** Publishes notifications to an SNS topic, with the action as the message attribute {@code action}. */
public final class SnsNotifier implements Notifier, AutoCloseable {

    private final SnsAsyncClient client;
    private final String topicArn;

    private SnsNotifier(SnsAsyncClient client, String topicArn) {
        this.client = client;
        this.topicArn = requireNonNull(topicArn, "topicArn");
    }

    /** Publishes to the topic with that ARN, with the credentials that the AWS SDK finds. */
    public static SnsNotifier to(String topicArn, AwsService service) {
        return open(topicArn, service, null);
    }

    /** Publishes to the topic with that ARN, with those credentials. */
    public static SnsNotifier to(String topicArn, AwsService service, AwsCredentialsProvider credentials) {
        return open(topicArn, service, requireNonNull(credentials, "credentials"));
    }

    private static SnsNotifier open(String topicArn, AwsService service, @Nullable AwsCredentialsProvider credentials) {
        return new SnsNotifier(Clients.build(SnsAsyncClient.builder(), service, credentials), topicArn);
    }

    @Override
    public Mono<Void> send(Notification notification) {
        return Mono.fromFuture(() -> client.publish(request(notification)), true)
                .then();
    }

    private PublishRequest request(Notification notification) {
        MessageAttributeValue action = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(notification.action())
                .build();
        return PublishRequest.builder()
                .topicArn(topicArn)
                .message(notification.toJson())
                .messageAttributes(Map.of("action", action))
                .build();
    }

    /** Releases the connections; sending fails from now on. */
    @Override
    public void close() {
        client.close();
    }
}
