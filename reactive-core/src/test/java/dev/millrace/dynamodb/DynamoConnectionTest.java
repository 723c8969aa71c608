/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

class DynamoConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void whoever_closes_a_connection_does_not_wait_for_its_threads_which_end_all_the_same() {
        DynamoConnection connection = DynamoConnection.open(
                DynamoOptions.defaults().withRegion("us-east-1"), AnonymousCredentialsProvider.create());
        connection.close();

        List<Thread> closing = threads("millrace-dynamodb-close");
        assertThat(closing).as("still at it, for two seconds").hasSize(1).allMatch(DynamoConnectionTest::ends);
        assertThat(threads("aws-java-sdk-NettyEventLoop")).allMatch(DynamoConnectionTest::ends);
    }

    private static boolean ends(Thread thread) {
        try {
            thread.join(PATIENCE.toMillis());
            return !thread.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<Thread> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .toList();
    }
}
