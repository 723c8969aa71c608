/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.shop;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** What may block, though BlockHound is on: others' code that waits for microseconds and for nobody's I/O. */
public final class AllowedBlocking implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes"); // reads /dev/urandom
        builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate"); // a lock of its own
        builder.allowBlockingCallsInside(
                "tools.jackson.databind.deser.DeserializerCache",
                "_createAndCacheValueDeserializer"); // a first request's
        builder.allowBlockingCallsInside("io.netty.channel.pool.SimpleChannelPool", "close"); // of the SDK, at its end
        builder.allowBlockingCallsInside("java.lang.ClassLoader", "loadClass"); // what a first request loads
    }
}
