package dev.postern.gateway;

import org.jspecify.annotations.Nullable;

/** The router that is at work, for the bean that gets mail and for the listener's check of recipients: that is no bean, so that nothing could be injected into it. */
final class CurrentRouter {
    private static volatile @Nullable MailRouter router;

    private CurrentRouter() {}

    /** Null before the gateway has started, and behind its end. */
    static @Nullable MailRouter get() {
        return router;
    }

    static void set(@Nullable MailRouter value) {
        router = value;
    }
}
