/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Tells a listener of each request that the client sends. */
record RequestCounting(RequestListener listener) implements ExecutionInterceptor {

    private static final Logger log = LoggerFactory.getLogger(DynamoConnection.class);
    private static final String TABLE = "TableName";

    @Override
    public void beforeTransmission(Context.BeforeTransmission request, ExecutionAttributes attributes) {
        try {
            listener.sending(
                    attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
                    request.request().getValueForField(TABLE, String.class).orElse(""));
        } catch (RuntimeException e) {
            log.warn("a listener of requests failed with {}", e.getClass().getName());
        }
    }
}
