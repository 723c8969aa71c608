/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AwsServiceTest {

    @Test
    void endpoint_and_region_come_from_the_environment_of_the_service() {
        Map<String, String> environment = Map.of("SNS_ENDPOINT", " http://localhost:4002 ", "SNS_REGION", "eu-west-1");

        assertThat(AwsService.from(environment, "SNS"))
                .isEqualTo(AwsService.defaults()
                        .withEndpoint(URI.create("http://localhost:4002"))
                        .withRegion("eu-west-1"));
        assertThat(AwsService.from(environment, "SQS")).isEqualTo(AwsService.defaults());
    }

    @Test
    void an_endpoint_that_is_no_uri_is_refused_by_its_variable() {
        assertThatThrownBy(() -> AwsService.from(Map.of("SFN_ENDPOINT", "no uri"), "SFN"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("SFN_ENDPOINT");
    }

    @Test
    void impossible_numbers_are_refused() {
        AwsService service = AwsService.defaults();

        assertThatThrownBy(() -> service.withMaxConcurrency(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> service.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> service.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
                .isInstanceOf(InvalidValueException.class);
    }
}
