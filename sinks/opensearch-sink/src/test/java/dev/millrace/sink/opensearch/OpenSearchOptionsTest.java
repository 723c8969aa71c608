/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenSearchOptionsTest {

    private static final OpenSearchOptions LOCAL = OpenSearchOptions.at(URI.create("http://localhost:9200"));

    @Test
    void an_empty_environment_means_this_machine_without_a_user() {
        assertThat(OpenSearchOptions.from(Map.of("OPENSEARCH_ENDPOINT", " "))).isEqualTo(LOCAL);
    }

    @Test
    void the_environment_names_server_user_and_trust() {
        OpenSearchOptions options = OpenSearchOptions.from(Map.of(
                "OPENSEARCH_ENDPOINT", "https://search.example:9200/prefix",
                "OPENSEARCH_USERNAME", "writer",
                "OPENSEARCH_PASSWORD", " s3cret ",
                "OPENSEARCH_CA_FILE", "/etc/ca.pem"));

        assertThat(options.endpoint()).isEqualTo(URI.create("https://search.example:9200/prefix"));
        assertThat(options.username()).isEqualTo("writer");
        assertThat(options.password()).isEqualTo(" s3cret ");
        assertThat(options.trusted()).isEqualTo(Path.of("/etc/ca.pem"));
    }

    @Test
    void a_password_is_never_shown() {
        assertThat(LOCAL.withCredentials("writer", "s3cret"))
                .hasToString("OpenSearchOptions[http://localhost:9200 as writer]");
        assertThatThrownBy(() -> OpenSearchOptions.at(URI.create("http://writer:s3cret@localhost:9200")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9200", "ftp://localhost", "http:/localhost", "/path"})
    void an_endpoint_that_is_no_server_is_refused(String endpoint) {
        assertThatThrownBy(() -> OpenSearchOptions.at(URI.create(endpoint))).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void numbers_that_cannot_work_are_refused() {
        assertThatThrownBy(() -> LOCAL.withMaxConnections(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> LOCAL.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> LOCAL.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> OpenSearchSinkOptions.defaults().withMaxRequestBytes(10))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> IndexSettings.defaults().withShards(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> IndexSettings.defaults().withReplicas(-1)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> IndexSettings.defaults().withRefreshInterval(Duration.ZERO))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> SearchQuery.all().limit(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> SearchQuery.all().limit(1001)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> SearchQuery.all().equal("item.id", new Object()))
                .isInstanceOf(InvalidValueException.class);
    }
}
