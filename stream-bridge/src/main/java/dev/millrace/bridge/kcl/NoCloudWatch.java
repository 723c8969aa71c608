/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** Stands where the Kinesis client insists on a CloudWatch client, which without its metrics it never calls. */
final class NoCloudWatch implements CloudWatchAsyncClient {

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
