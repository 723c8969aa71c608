/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.fault;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a TCP client and its server, on a free port of the loopback address, and is as bad a network as it is
 * told to be. What it is told applies at once, to the connections that are open and to those to come.
 *
 * <p>Nothing is invented and nothing is lost within a connection: bytes arrive late, in order, or not at all because the
 * connection is over. While a direction is closed the proxy takes no bytes from it, so the sender's own buffers fill. It
 * cannot refuse a connection before it is made; it resets it right after.
 *
 * <p>Safe for concurrent use. Every method returns when it is done and may block for that; one thread does the work.
 */
public final class FaultProxy implements AutoCloseable {

    /** How much is taken from a socket at once; a narrow road delivers in such pieces. */
    private static final int PIECE = 16 << 10;

    private static final long QUICKLY = 0;
    private static final long PATIENCE_SECONDS = 10;

    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("fault-proxy", true), NioIoHandler.newFactory());
    private final EventLoop loop = threads.next();
    private final InetSocketAddress server;
    private final Channel door;

    // Both belong to the loop.
    private final Set<Connection> connections = new HashSet<>();
    private Link link = Link.healthy();

    private FaultProxy(InetSocketAddress server) {
        this.server = server;
        this.door = new ServerBootstrap()
                .group(loop, loop)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(PIECE))
                .childHandler(new Arrivals())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    /** Opens a healthy road to that server, which need not run yet. */
    public static FaultProxy to(String host, int port) {
        return new FaultProxy(InetSocketAddress.createUnresolved(requireNonNull(host, "host"), port));
    }

    /** The port to connect to, at {@code 127.0.0.1}. */
    public int port() {
        return ((InetSocketAddress) door.localAddress()).getPort();
    }

    /** Where to connect to, as {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** Makes the road like this from now on. */
    public void become(Link newLink) {
        requireNonNull(newLink, "newLink");
        onLoop(() -> {
            link = newLink;
            Set.copyOf(connections).forEach(connection -> connection.become(newLink));
        });
    }

    /** Lets nothing through, in silence, until {@link #heal}: {@link Link#blackHole}. */
    public void cut() {
        become(Link.blackHole());
    }

    /** Makes the road healthy again; what had to wait arrives. */
    public void heal() {
        become(Link.healthy());
    }

    /** Resets all connections that are open; the road is as it was for those to come. */
    public void reset() {
        onLoop(() -> Set.copyOf(connections).forEach(Connection::reset));
    }

    /** How many connections are open. */
    public int connections() {
        int[] open = new int[1];
        onLoop(() -> open[0] = connections.size());
        return open[0];
    }

    /** Resets all connections and frees the port. Does nothing the second time. */
    @Override
    public void close() {
        if (!threads.isShuttingDown()) {
            door.close().syncUninterruptibly();
            reset();
            threads.shutdownGracefully(QUICKLY, PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .syncUninterruptibly();
        }
    }

    private void onLoop(Runnable task) {
        Future<?> done = loop.submit(task);
        done.syncUninterruptibly();
    }

    /** Takes clients in. */
    private final class Arrivals extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel client) {
            Connection connection = new Connection(client, link);
            connections.add(connection);
            client.closeFuture().addListener(closed -> connections.remove(connection));
            connection.open(server, PIECE);
        }
    }
}
