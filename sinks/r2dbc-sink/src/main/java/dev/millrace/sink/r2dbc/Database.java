/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Lends connections, and takes them back in a state in which they may be lent again. */
final class Database {

    /** How long closing a connection may take on which nobody may answer any more. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ConnectionFactory factory;
    private final Duration timeout;

    Database(ConnectionFactory factory, Duration timeout) {
        this.factory = factory;
        this.timeout = timeout;
    }

    /**
     * Runs the work on a connection. A subscriber that cancels does not disturb it: half an answer left in a connection, or
     * an acquisition given up half-way, would cost the pool a connection. The work ends by itself, or at the timeout.
     */
    <T> Mono<T> run(Function<Connection, Mono<T>> work) {
        return Mono.defer(() -> Mono.fromFuture(undisturbed(work).toFuture(), true));
    }

    private <T> Mono<T> undisturbed(Function<Connection, Mono<T>> work) {
        return Mono.usingWhen(
                factory.create(),
                connection -> work.apply(connection).timeout(timeout),
                Connection::close,
                (connection, failure) -> failure instanceof TimeoutException ? discard(connection) : connection.close(),
                Database::discard);
    }

    /** Closes the connection itself before the pool has it back, which then finds it closed. */
    private static Mono<Void> discard(Connection connection) {
        Mono<Void> real = connection instanceof Wrapped<?> pooled && pooled.unwrap() instanceof Connection inner
                ? closed(inner)
                : Mono.empty();
        return real.then(Mono.defer(() -> closed(connection)));
    }

    private static Mono<Void> closed(Connection connection) {
        return Mono.from(connection.close()).timeout(FAREWELL).onErrorComplete();
    }
}
