package dev.postern.gateway;

import dev.postern.gateway.route.RoutingTable;
import org.jspecify.annotations.Nullable;

/** The routing table that is in force, for the beans and for the listener's check of recipients: that is no bean, so that nothing could be injected into it. */
final class CurrentRoutes {
    private static volatile @Nullable RoutingTable table;

    private CurrentRoutes() {}

    /** Null before the beans have started, and behind their end. */
    static @Nullable RoutingTable get() {
        return table;
    }

    static void set(@Nullable RoutingTable value) {
        table = value;
    }
}
