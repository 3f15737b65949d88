package dev.postern.smtp.server;

import dev.postern.mail.Client;
import dev.postern.smtp.policy.Networks;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.net.InetSocketAddress;

/** Prepares each new connection: the proxy's word, then TLS where the port begins in it, then the session. */
final class SessionInitializer extends ChannelInitializer<Channel> {
    private final ServerSettings settings;
    private final ReceivedField received;
    private final Connections connections;
    private final Networks proxies;

    SessionInitializer(ServerSettings settings, Connections connections, Networks proxies) {
        this.settings = settings;
        this.received = new ReceivedField(settings.hostname(), settings.mode());
        this.connections = connections;
        this.proxies = proxies;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) {
            addSession(channel, Client.LOCAL);
        } else if (proxies.contain(peer)) {
            channel.pipeline()
                    .addLast(new HAProxyMessageDecoder(true), new ProxyHandler(client -> addSession(channel, client)));
        } else {
            addSession(channel, peer);
        }
    }

    private void addSession(Channel channel, InetSocketAddress client) {
        ServerTls tls = settings.tls();
        if (settings.implicitTls() && tls != null) {
            channel.pipeline().addLast(tls.newHandler());
        }
        channel.pipeline().addLast(new SessionHandler(settings, received, connections, client));
    }
}
