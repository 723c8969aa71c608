/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.ScriptedFixture;
import dev.millrace.bridge.SourceProbe;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/** A worker that can die: from then on every call of it fails, as if its process or its network were gone. */
final class MortalWorker implements AutoCloseable {

    private final AtomicBoolean dead = new AtomicBoolean();
    private final SourceProbe probe;

    MortalWorker(KclFixture stream, KclOptions options) {
        DynamoDbAsyncClient tables = mortal(DynamoDbAsyncClient.class, stream.client());
        DynamoDbStreamsAsyncClient streams = mortal(DynamoDbStreamsAsyncClient.class, stream.streams());
        this.probe = SourceProbe.carrying(new KclStreamSource(
                Mono.just(stream.streamArn()),
                "bridge",
                tables,
                arn -> new StreamsClient(streams, Region.US_EAST_1, arn),
                ScriptedFixture::change,
                options));
    }

    SourceProbe probe() {
        return probe;
    }

    void die() {
        dead.set(true);
    }

    /** Asks it to leave, and tells whether it has done so in time. */
    boolean stopsWithin(Duration patience) {
        probe.stop();
        return probe.isDoneWithin(patience);
    }

    @Override
    public void close() {
        probe.close();
    }

    private <T> T mortal(Class<T> type, T client) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (dead.get() && method.getReturnType() == CompletableFuture.class) {
                        return CompletableFuture.failedFuture(SdkClientException.create("dead"));
                    }
                    return call(client, method, arguments);
                }));
    }

    private static Object call(Object client, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("close")) {
            return null; // the engine closes it
        }
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
