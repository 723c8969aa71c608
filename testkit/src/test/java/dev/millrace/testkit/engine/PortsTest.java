/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {

    private final Set<Integer> tried = new HashSet<>();

    @Test
    void a_port_that_is_taken_in_between_is_replaced_by_another() throws Exception {
        int port = Ports.withFreePort(candidate -> {
            if (tried.add(candidate) && tried.size() < 3) {
                throw new IOException("Failed to bind", new BindException("taken"));
            }
            return candidate;
        });

        assertThat(tried).hasSize(3).contains(port);
    }

    @Test
    void any_other_failure_is_not_tried_again() {
        assertThatThrownBy(() -> Ports.withFreePort(port -> {
                    tried.add(port);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(tried).hasSize(1);
    }

    @Test
    void at_some_point_it_gives_up() {
        assertThatThrownBy(() -> Ports.withFreePort(port -> {
                    tried.add(port);
                    throw new BindException("taken");
                }))
                .isInstanceOf(BindException.class);
        assertThat(tried).hasSize(5);
    }
}
