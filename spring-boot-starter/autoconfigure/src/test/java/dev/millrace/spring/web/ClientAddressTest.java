/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.spring.SettingsException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class ClientAddressTest {

    private final ClientAddress addresses = new ClientAddress(List.of("10.0.0.0/8", "2001:db8::/32", "192.0.2.1"));

    @Test
    void what_a_stranger_says_of_itself_is_not_believed() {
        assertThat(of("203.0.113.9", "198.51.100.7")).isEqualTo("203.0.113.9");
    }

    @Test
    void a_trusted_proxy_tells_who_came_to_it() {
        assertThat(of("10.1.2.3", "198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(of("192.0.2.1", "198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(of("2001:db8::1", "198.51.100.7")).isEqualTo("198.51.100.7");
    }

    @Test
    void what_the_first_stranger_on_the_road_claims_is_not_believed() {
        assertThat(of("10.1.2.3", "1.2.3.4, 198.51.100.7, 10.9.9.9")).isEqualTo("198.51.100.7");
    }

    @Test
    void a_chain_of_trusted_proxies_alone_ends_at_its_beginning() {
        assertThat(of("10.1.2.3", "10.4.4.4, 10.5.5.5")).isEqualTo("10.4.4.4");
    }

    @Test
    void what_is_no_address_is_not_followed_and_never_looked_up() {
        assertThat(of("10.1.2.3", "attacker.example.org, 10.5.5.5")).isEqualTo("10.5.5.5");
        assertThat(of("10.1.2.3", "")).isEqualTo("10.1.2.3");
    }

    @Test
    void an_unknown_address_is_empty() {
        assertThat(addresses.of(MockServerHttpRequest.get("/").build())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"everywhere", "10.0.0.0/33", "10.0.0.0/x", "", "10.0.0.0/-1"})
    void what_is_no_network_refuses_the_start(String network) {
        assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> new ClientAddress(List.of(network)));
    }

    private String of(String remote, String forwarded) {
        return addresses.of(MockServerHttpRequest.get("/")
                .remoteAddress(new InetSocketAddress(remote, 4711))
                .header("X-Forwarded-For", forwarded)
                .build());
    }
}
