/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DynamoOptionsTest {

    @Test
    void endpoint_and_region_come_from_the_environment() {
        DynamoOptions options = DynamoOptions.from(
                Map.of("DYNAMODB_ENDPOINT", " http://127.0.0.1:8000 ", "DYNAMODB_REGION", "eu-central-1"));
        assertThat(options.endpoint()).isEqualTo(URI.create("http://127.0.0.1:8000"));
        assertThat(options.region()).isEqualTo("eu-central-1");
    }

    @Test
    void an_empty_environment_means_aws_as_the_sdk_finds_it() {
        assertThat(DynamoOptions.from(Map.of("DYNAMODB_ENDPOINT", " "))).isEqualTo(DynamoOptions.defaults());
    }

    @Test
    void options_that_cannot_work_are_refused_with_their_name() {
        DynamoOptions options = DynamoOptions.defaults();
        assertThatThrownBy(() -> options.withMaxConcurrency(0))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("maxConcurrency");
        assertThatThrownBy(() -> options.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("callTimeout");
        assertThatThrownBy(() -> DynamoOptions.from(Map.of("DYNAMODB_ENDPOINT", "not a uri")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("DYNAMODB_ENDPOINT");
    }
}
