/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.item.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private static final int SILENCE_MILLIS = 300;
    private static final int PATIENCE_MILLIS = 30_000;

    private final ServerSocket server;
    private final FaultProxy proxy;
    private Socket client;
    private Socket accepted;

    FaultProxyTest() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.to("127.0.0.1", server.getLocalPort());
    }

    @BeforeEach
    void connect() throws IOException {
        client = dial(proxy.port());
        accepted = server.accept();
        accepted.setSoTimeout(PATIENCE_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        client.close();
        accepted.close();
        server.close();
    }

    @Test
    void a_healthy_road_carries_both_ways() throws IOException {
        send(client, "ask");
        assertThat(receive(accepted, 3)).isEqualTo("ask");
        send(accepted, "answer");
        assertThat(receive(client, 6)).isEqualTo("answer");
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void a_large_message_arrives_whole() throws Exception {
        byte[] large = new byte[5 << 20];
        new Random(7).nextBytes(large);
        CompletableFuture<Void> sending = inBackground(() -> {
            client.getOutputStream().write(large);
            client.shutdownOutput();
        });

        assertThat(accepted.getInputStream().readNBytes(large.length)).isEqualTo(large);
        sending.join();
    }

    @Test
    void the_end_of_a_connection_arrives_behind_what_was_sent() throws IOException {
        proxy.become(Link.healthy().withLatency(Duration.ofMillis(100)));
        send(client, "last words");
        client.close();

        assertThat(accepted.getInputStream().readAllBytes()).asString().isEqualTo("last words");
    }

    @Test
    void latency_delays_each_direction() throws IOException {
        proxy.become(Link.healthy().withLatency(Duration.ofMillis(150)));
        long before = System.nanoTime();
        send(client, "ask");
        receive(accepted, 3);
        send(accepted, "answer");
        receive(client, 6);

        assertThat(since(before)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void latency_does_not_narrow_the_road() throws Exception {
        proxy.become(Link.healthy().withLatency(Duration.ofMillis(200)));
        byte[] manyPieces = new byte[1_600 << 10];
        long before = System.nanoTime();
        CompletableFuture<Void> sending =
                inBackground(() -> client.getOutputStream().write(manyPieces));
        accepted.getInputStream().readNBytes(manyPieces.length);
        sending.join();

        assertThat(since(before)).isBetween(Duration.ofMillis(200), Duration.ofSeconds(10));
    }

    @Test
    void a_narrow_road_takes_its_time() throws Exception {
        proxy.become(Link.healthy().withBytesPerSecond(256 << 10));
        long before = System.nanoTime();
        CompletableFuture<Void> sending =
                inBackground(() -> client.getOutputStream().write(new byte[128 << 10]));
        accepted.getInputStream().readNBytes(128 << 10);
        sending.join();

        assertThat(since(before)).isGreaterThanOrEqualTo(Duration.ofMillis(450));
    }

    @Test
    void a_cut_holds_everything_back_in_silence_and_loses_nothing() throws IOException {
        proxy.cut();
        send(client, "ask");
        assertThatNothingArrivesAt(accepted);
        send(accepted, "answer");
        assertThatNothingArrivesAt(client);

        proxy.heal();
        assertThat(receive(accepted, 3)).isEqualTo("ask");
        assertThat(receive(client, 6)).isEqualTo("answer");
    }

    @Test
    void a_cut_takes_no_more_than_a_network_would_hold() throws Exception {
        proxy.cut();
        AtomicLong taken = new AtomicLong();
        AtomicLong seen = new AtomicLong(-1);
        CompletableFuture<Void> sending = inBackground(() -> {
            byte[] piece = new byte[64 << 10];
            for (int i = 0; i < 1_000; i++) {
                client.getOutputStream().write(piece);
                taken.addAndGet(piece.length);
            }
        });
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(SILENCE_MILLIS))
                .until(() -> seen.getAndSet(taken.get()) == taken.get());
        assertThat(sending).isNotDone();
        assertThat(taken.get()).isLessThan(32L << 20);

        proxy.close();
        assertThat(sending).failsWithin(Duration.ofSeconds(30));
    }

    @Test
    void a_connection_made_during_a_cut_works_after_it() throws IOException {
        proxy.cut();
        try (Socket late = dial(proxy.port())) {
            send(late, "ask");
            proxy.heal();
            try (Socket answering = server.accept()) {
                answering.setSoTimeout(PATIENCE_MILLIS);
                assertThat(receive(answering, 3)).isEqualTo("ask");
            }
        }
    }

    @Test
    void one_way_the_server_hears_and_the_client_does_not() throws IOException {
        proxy.become(Link.healthy().withoutAnswers());
        send(client, "ask");
        assertThat(receive(accepted, 3)).isEqualTo("ask");
        send(accepted, "answer");
        assertThatNothingArrivesAt(client);

        proxy.heal();
        assertThat(receive(client, 6)).isEqualTo("answer");
    }

    @Test
    void a_reset_breaks_both_halves_and_spares_later_connections() throws IOException {
        proxy.reset();
        assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> receive(accepted, 1)).isInstanceOf(SocketException.class);
        assertThat(proxy.connections()).isZero();

        client = dial(proxy.port());
        accepted = server.accept();
        a_healthy_road_carries_both_ways();
    }

    @Test
    void a_refusing_road_resets_old_and_new_connections_until_it_heals() throws IOException {
        proxy.become(Link.refused());
        assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
        try (Socket refused = dial(proxy.port())) {
            assertThatThrownBy(() -> receive(refused, 1)).isInstanceOf(SocketException.class);
        }

        proxy.heal();
        client = dial(proxy.port());
        accepted = server.accept();
        a_healthy_road_carries_both_ways();
    }

    @Test
    void a_connection_breaks_after_so_many_bytes() throws IOException {
        proxy.become(Link.healthy().withResetAfter(5));
        send(client, "0123456789");

        assertThat(receive(accepted, 5)).isEqualTo("01234");
        assertThatThrownBy(() -> receive(accepted, 1)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
    }

    @Test
    void a_server_that_is_down_resets_the_client() throws IOException {
        server.close();
        try (Socket late = dial(proxy.port())) {
            assertThatThrownBy(() -> receive(late, 1)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void closing_frees_the_port_and_can_be_repeated() {
        int port = proxy.port();
        proxy.close();
        proxy.close();

        assertThatThrownBy(() -> dial(port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void impossible_roads_are_refused() {
        Link healthy = Link.healthy();
        assertThatThrownBy(() -> healthy.withLatency(Duration.ofMillis(-1))).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> healthy.withBytesPerSecond(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> healthy.withResetAfter(-1)).isInstanceOf(InvalidValueException.class);
    }

    private static Socket dial(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void send(Socket from, String text) throws IOException {
        OutputStream out = from.getOutputStream();
        out.write(text.getBytes(US_ASCII));
        out.flush();
    }

    private static String receive(Socket at, int length) throws IOException {
        InputStream in = at.getInputStream();
        byte[] received = in.readNBytes(length);
        if (received.length < length) {
            throw new SocketException("closed after " + received.length + " bytes");
        }
        return new String(received, US_ASCII);
    }

    private static void assertThatNothingArrivesAt(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private interface Io {
        void run() throws IOException;
    }

    private static CompletableFuture<Void> inBackground(Io io) {
        return CompletableFuture.runAsync(() -> {
            try {
                io.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
