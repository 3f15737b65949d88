package dev.postern.smtp.delivery;

import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.client.MailServer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where mail for a domain goes. */
public sealed interface Routing {
    /**
     * There are servers for it.
     *
     * @param destination the same for domains whose mail goes the same way, and so may share a transaction
     * @param servers in the order in which to try them, at least one
     */
    record Found(String destination, List<MailServer> servers) implements Routing {
        /** @throws IllegalArgumentException if there is no server */
        public Found {
            servers = List.copyOf(servers);
            if (servers.isEmpty()) {
                throw new IllegalArgumentException("a route to " + destination + " without a server");
            }
        }
    }

    /**
     * That can't be known now, or no server may be tried now.
     *
     * @param status class 4
     * @param policy what the domain publishes by which no server may be tried, or null where it is for another reason
     */
    record Unknown(
            EnhancedCode status, String reason, @Nullable PolicyResult policy) implements Routing {}

    /**
     * There is no way, and there will be none.
     *
     * @param status class 5
     */
    record None(EnhancedCode status, String reason) implements Routing {}

    /** Can't be known now, with this status code of class 4. */
    static Routing unknown(String status, String reason) {
        return new Unknown(EnhancedCode.parse(status), reason, null);
    }

    /** No server may be tried now by what the domain publishes, with this status code of class 4. */
    static Unknown barred(String status, String reason, PolicyResult policy) {
        return new Unknown(EnhancedCode.parse(status), reason, policy);
    }

    /** No way, with this status code of class 5. */
    static Routing none(String status, String reason) {
        return new None(EnhancedCode.parse(status), reason);
    }
}
