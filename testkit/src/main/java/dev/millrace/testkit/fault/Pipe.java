/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.fault;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One direction of a {@link Connection}: what is read here is written there, when its time has come. */
@SuppressWarnings("FutureReturnValueIgnored") // the loop goes on, whenever a socket has done its part
final class Pipe extends ChannelInboundHandlerAdapter {

    /** How much may be under way; beyond that nothing is read, and the sender waits as it would for a real receiver. */
    private static final int MOST_UNDER_WAY = 1 << 20;

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private record Piece(ByteBuf bytes, long due) {}

    private final Connection connection;
    private final Channel to;
    private final Queue<Piece> underWay = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext from;
    private boolean open;
    private long latencyNanos;
    private long bytesPerSecond = Link.UNLIMITED;
    private long roadIsFreeAt;
    private long bytesUnderWay;
    private boolean ended;
    private boolean alarmSet;

    Pipe(Connection connection, Channel to) {
        this.connection = connection;
        this.to = to;
        to.closeFuture().addListener(closed -> discard());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        from = context;
    }

    void become(boolean nowOpen, Duration latency, long newBytesPerSecond) {
        open = nowOpen;
        latencyNanos = latency.toNanos();
        bytesPerSecond = newBytesPerSecond;
        roadIsFreeAt = System.nanoTime();
        deliver();
        readOn();
    }

    private void readOn() {
        if (open && bytesUnderWay < MOST_UNDER_WAY && from != null) {
            from.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        int size = bytes.readableBytes();
        bytesUnderWay += size;
        roadIsFreeAt = Math.max(roadIsFreeAt, System.nanoTime()) + travelNanos(size);
        underWay.add(new Piece(bytes, roadIsFreeAt + latencyNanos));
        deliver();
    }

    private long travelNanos(int size) {
        return bytesPerSecond == Link.UNLIMITED ? 0 : size * NANOS_PER_SECOND / bytesPerSecond;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        readOn();
    }

    /** Writes what is due, and comes back when the next piece is. */
    private void deliver() {
        while (open && !underWay.isEmpty()) {
            long early = underWay.element().due() - System.nanoTime();
            if (early > 0) {
                setAlarm(early);
                return;
            }
            write(underWay.remove().bytes());
        }
        if (ended && underWay.isEmpty()) {
            to.close();
        }
    }

    private void setAlarm(long nanos) {
        if (!alarmSet) {
            alarmSet = true;
            to.eventLoop().schedule(this::alarm, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void alarm() {
        alarmSet = false;
        deliver();
    }

    private void write(ByteBuf bytes) {
        int size = bytes.readableBytes();
        bytes.writerIndex(bytes.readerIndex() + connection.take(size));
        boolean last = connection.isUsedUp();
        to.writeAndFlush(bytes).addListener((ChannelFuture written) -> written(size, written.isSuccess() && !last));
    }

    private void written(int size, boolean goOn) {
        bytesUnderWay -= size;
        if (goOn) {
            readOn();
        } else {
            connection.reset();
        }
    }

    /** What was sent before a connection was closed arrives. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended = true;
        deliver();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        connection.reset();
    }

    private void discard() {
        underWay.forEach(piece -> piece.bytes().release());
        underWay.clear();
    }
}
