/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.fault;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A client's connection to the server through a {@link FaultProxy}: two sockets and a pipe in each direction. */
@SuppressWarnings("FutureReturnValueIgnored") // the loop goes on, whenever a socket has done its part
final class Connection {

    private final Channel client;
    private @Nullable Channel server;
    private @Nullable Pipe requests;
    private @Nullable Pipe answers;
    private Link link;
    private long bytesUntilReset;

    Connection(Channel client, Link link) {
        this.client = client;
        this.link = link;
        this.bytesUntilReset = link.bytesUntilReset();
    }

    /** Connects to the server, and then carries what there is to carry. */
    void open(SocketAddress address, int piece) {
        if (link.refusing()) {
            client.eventLoop().execute(this::reset); // not before the client's channel is registered
            return;
        }
        answers = new Pipe(this, client);
        Channel connecting = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(piece))
                .handler(answers)
                .connect(address)
                .addListener(connected -> opened(connected.isSuccess()))
                .channel();
        server = connecting;
        requests = new Pipe(this, connecting);
        client.pipeline().addLast(requests);
    }

    private void opened(boolean connected) {
        if (connected) {
            become(link);
        } else {
            reset();
        }
    }

    void become(Link newLink) {
        link = newLink;
        bytesUntilReset = newLink.bytesUntilReset();
        if (newLink.refusing() || bytesUntilReset == 0) {
            reset();
        } else if (requests != null && answers != null) {
            requests.become(newLink.requests(), newLink.latency(), newLink.bytesPerSecond());
            answers.become(newLink.answers(), newLink.latency(), newLink.bytesPerSecond());
        }
    }

    /** Takes leave to carry so many bytes, or as many as may still be carried; returns how many. */
    int take(int bytes) {
        int taken = (int) Math.min(bytes, bytesUntilReset);
        if (bytesUntilReset != Link.UNLIMITED) {
            bytesUntilReset -= taken;
        }
        return taken;
    }

    /** Tells whether it may carry no more. */
    boolean isUsedUp() {
        return bytesUntilReset == 0;
    }

    /** Breaks both halves off, as a host does that knows nothing of the connection. */
    void reset() {
        breakOff(client);
        if (server != null) {
            breakOff(server);
        }
    }

    private static void breakOff(Channel channel) {
        if (channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
    }
}
