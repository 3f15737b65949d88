package dev.postern.smtp.wire;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** How bytes reach the network: Linux's epoll where its native library loads, else Java's NIO. */
public enum Transport {
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }
    },
    NIO(NioServerSocketChannel.class, NioSocketChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }
    };

    private final Class<? extends ServerSocketChannel> serverChannel;
    private final Class<? extends SocketChannel> channel;

    Transport(Class<? extends ServerSocketChannel> serverChannel, Class<? extends SocketChannel> channel) {
        this.serverChannel = serverChannel;
        this.channel = channel;
    }

    /** The fastest that this machine offers. */
    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** New event loops of this transport, on daemon threads that start with the name. */
    public EventLoopGroup newGroup(int threads, String name) {
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), handlers());
    }

    /** The type of a listening channel. */
    public Class<? extends ServerSocketChannel> serverChannel() {
        return serverChannel;
    }

    /** Whether it reaches Unix domain sockets. */
    public boolean hasDomainSockets() {
        return this == EPOLL;
    }

    /**
     * The type of a channel that listens on a Unix domain socket.
     *
     * @throws UnsupportedOperationException if this transport has none
     */
    public Class<? extends ServerChannel> serverDomainChannel() {
        needDomainSockets();
        return EpollServerDomainSocketChannel.class;
    }

    /**
     * The type of a channel that is connected to a Unix domain socket.
     *
     * @throws UnsupportedOperationException if this transport has none
     */
    public Class<? extends Channel> domainChannel() {
        needDomainSockets();
        return EpollDomainSocketChannel.class;
    }

    private void needDomainSockets() {
        if (!hasDomainSockets()) {
            throw new UnsupportedOperationException(
                    "Unix domain sockets need Linux's epoll, whose library can't be loaded here");
        }
    }

    /** The type of a connected channel. */
    public Class<? extends SocketChannel> channel() {
        return channel;
    }

    abstract IoHandlerFactory handlers();
}
