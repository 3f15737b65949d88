package dev.postern.kafka.broker;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** An admin client for all that is asked at the opening of topics; made when the first question is, whose error says why it can't be. Used by one thread. */
public final class OwnAdmin implements AutoCloseable {
    private final Map<String, Object> settings;
    private @Nullable Admin client;

    OwnAdmin(Map<String, Object> settings) {
        this.settings = settings;
    }

    Admin client() {
        if (client == null) {
            client = Admin.create(settings);
        }
        return client;
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
