/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3OptionsTest {

    private static final PayloadPlace PLACE = new PayloadPlace("payloads", "order");

    @Test
    void the_defaults_are_as_documented() {
        assertThat(S3Options.at(PLACE))
                .isEqualTo(new S3Options(PLACE, null, null, Duration.ofSeconds(10), Duration.ofSeconds(4), 64));
    }

    @Test
    void the_environment_names_endpoint_and_region_when_it_names_them() {
        S3Options options =
                S3Options.from(Map.of("S3_ENDPOINT", " http://localhost:9090 ", "S3_REGION", "eu-west-1"), PLACE);

        assertThat(options.endpoint()).isEqualTo(URI.create("http://localhost:9090"));
        assertThat(options.region()).isEqualTo("eu-west-1");
        assertThat(S3Options.from(Map.of("S3_ENDPOINT", " "), PLACE)).isEqualTo(S3Options.at(PLACE));
        assertThatThrownBy(() -> S3Options.from(Map.of("S3_ENDPOINT", "a b"), PLACE))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("S3_ENDPOINT");
    }

    @Test
    void numbers_out_of_range_are_refused_by_name() {
        S3Options options = S3Options.at(PLACE);
        assertThatThrownBy(() -> options.withMaxConcurrency(0)).hasMessageStartingWith("maxConcurrency");
        assertThatThrownBy(() -> options.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageStartingWith("callTimeout");
        assertThatThrownBy(() -> options.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
                .hasMessageStartingWith("attemptTimeout");
    }
}
