/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;

/**
 * Lets the adapter read DynamoDB Local, whose streams lie in a region {@code ddblocal} that the adapter takes for a
 * mistake: it is shown another region, and requests are given the real one back.
 *
 * @param region the region to show
 */
record LocalArns(String region) implements ExecutionInterceptor {

    private static final String LOCAL = ":dynamodb:ddblocal:000000000000:";

    /** The stream's name with a region of AWS in it; unchanged unless it is a local one. */
    String toAws(String arn) {
        return arn.replace(LOCAL, disguise());
    }

    private String toLocal(String arn) {
        return arn.replace(disguise(), LOCAL);
    }

    private String disguise() {
        return ":dynamodb:%s:000000000000:".formatted(region);
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        SdkRequest request = context.request();
        if (request instanceof DescribeStreamRequest describe) {
            return describe.toBuilder().streamArn(toLocal(describe.streamArn())).build();
        }
        if (request instanceof GetShardIteratorRequest iterator) {
            return iterator.toBuilder().streamArn(toLocal(iterator.streamArn())).build();
        }
        return request;
    }
}
