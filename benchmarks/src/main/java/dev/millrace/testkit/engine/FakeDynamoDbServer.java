/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@link FakeRows} over HTTP. */
final class FakeDynamoDbServer implements Server {

    private static final int THREADS = 2;
    private static final int LARGEST_REQUEST = 16 << 20;
    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";

    private final FakeRows rows = new FakeRows();
    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());
    private @Nullable Channel channel;

    FakeDynamoDbServer() {}

    @Override
    public String start(Path folder) throws IOException {
        channel = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childHandler(new Connection())
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        return "http://localhost:" + ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void stop() {
        if (channel != null) {
            channel.close().syncUninterruptibly();
        }
        threads.shutdownGracefully().syncUninterruptibly();
    }

    @Override
    public boolean endsWithThisJvm() {
        return false;
    }

    private final class Connection extends ChannelInitializer<SocketChannel> {

        @Override
        protected void initChannel(SocketChannel socket) {
            socket.config().setTcpNoDelay(true);
            socket.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(LARGEST_REQUEST), new Requests());
        }
    }

    private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // a broken connection is the client's to notice
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws IOException {
            String target = request.headers().get("X-Amz-Target", "");
            String operation = target.substring(target.indexOf('.') + 1);
            try (InputStream body = new ByteBufInputStream(request.content())) {
                context.writeAndFlush(response(rows.answer(operation, body)));
            }
        }

        private FullHttpResponse response(FakeRows.Answer answer) {
            ByteBuf body = Unpooled.copiedBuffer(answer.body(), UTF_8);
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, CONTENT_TYPE)
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
            return response;
        }
    }
}
