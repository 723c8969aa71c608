/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalArnsTest {

    private static final String LOCAL = "arn:aws:dynamodb:ddblocal:000000000000:table/orders/stream/2026";
    private static final String SHOWN = "arn:aws:dynamodb:eu-central-1:000000000000:table/orders/stream/2026";
    private static final String AWS = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2026";

    private final LocalArns arns = new LocalArns("eu-central-1");

    @Test
    void a_local_stream_is_shown_in_a_region_of_aws_and_asked_for_by_its_own_name() {
        assertThat(arns.toAws(LOCAL)).isEqualTo(SHOWN);
        assertThat(arns.toLocal(SHOWN)).isEqualTo(LOCAL);
    }

    @Test
    void a_stream_of_aws_keeps_its_name() {
        assertThat(arns.toAws(AWS)).isEqualTo(AWS);
        assertThat(arns.toLocal(AWS)).isEqualTo(AWS);
    }
}
