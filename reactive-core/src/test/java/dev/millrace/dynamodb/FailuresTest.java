/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreMisconfiguredException;
import org.junit.jupiter.api.Test;
import reactor.core.Exceptions;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

class FailuresTest {

    @Test
    void of_reads_that_fail_side_by_side_one_failure_is_told() {
        var missing = ResourceNotFoundException.builder().message("none").build();
        Throwable both = Exceptions.multiple(missing, new IllegalStateException("another"));

        assertThat(Failures.ofRead("orders", both)).isInstanceOf(StoreMisconfiguredException.class);
    }
}
