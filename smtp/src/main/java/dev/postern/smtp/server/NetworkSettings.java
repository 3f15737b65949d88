package dev.postern.smtp.server;

import dev.postern.smtp.policy.Networks;
import dev.postern.smtp.policy.Trust;
import java.util.List;

/**
 * What an operator says of networks.
 *
 * @param relay whose clients may send to all domains without logging in
 * @param proxies from where connections begin with the PROXY protocol
 */
public record NetworkSettings(List<String> relay, List<String> proxies) {
    public NetworkSettings {
        relay = List.copyOf(relay);
        proxies = List.copyOf(proxies);
    }

    Trust trust() {
        return new Trust(Networks.parse(relay));
    }

    void check(Problems problems) {
        check(problems, ListenerKey.RELAY_NETWORKS, relay);
        check(problems, ListenerKey.PROXY_NETWORKS, proxies);
    }

    private static void check(Problems problems, String key, List<String> networks) {
        try {
            Networks.parse(networks);
        } catch (IllegalArgumentException e) {
            problems.add(key, String.join(",", networks), String.valueOf(e.getMessage()));
        }
    }
}
