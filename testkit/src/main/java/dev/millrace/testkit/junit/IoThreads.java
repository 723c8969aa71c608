/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.junit;

import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;

/**
 * The I/O threads that all clients of the AWS SDK in a JVM share. Whoever closes the last client waits two seconds for
 * them, which every test class would do.
 */
final class IoThreads {

    private static final SdkAsyncHttpClient HOLDER = NettyNioAsyncHttpClient.create();

    private IoThreads() {}

    /** Keeps them until this JVM ends. */
    static void keep() {
        HOLDER.clientName(); // the first use of this class is what opens it
    }
}
