/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;

class LocalArnsTest {

    private static final String LOCAL = "arn:aws:dynamodb:ddblocal:000000000000:table/orders/stream/2026";
    private static final String SHOWN = "arn:aws:dynamodb:eu-central-1:000000000000:table/orders/stream/2026";
    private static final String AWS = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2026";

    private final LocalArns arns = new LocalArns("eu-central-1");

    @Test
    void a_local_stream_is_shown_in_a_region_of_aws() {
        assertThat(arns.toAws(LOCAL)).isEqualTo(SHOWN);
    }

    @Test
    void requests_name_the_local_stream_again() {
        assertThat(sent(DescribeStreamRequest.builder().streamArn(SHOWN).build()))
                .isEqualTo(DescribeStreamRequest.builder().streamArn(LOCAL).build());
        assertThat(sent(GetShardIteratorRequest.builder().streamArn(SHOWN).build()))
                .isEqualTo(GetShardIteratorRequest.builder().streamArn(LOCAL).build());
    }

    @Test
    void streams_of_aws_and_other_requests_stay_as_they_are() {
        DescribeStreamRequest describe =
                DescribeStreamRequest.builder().streamArn(AWS).build();
        GetRecordsRequest records =
                GetRecordsRequest.builder().shardIterator("iterator").build();
        assertThat(arns.toAws(AWS)).isEqualTo(AWS);
        assertThat(sent(describe)).isEqualTo(describe);
        assertThat(sent(records)).isEqualTo(records);
    }

    private SdkRequest sent(SdkRequest request) {
        return arns.modifyRequest(InterceptorContext.builder().request(request).build(), new ExecutionAttributes());
    }
}
