package dev.postern.jca.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAdapter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outlets that are open, one for each journal. An application server makes several factories with the same settings, for applications, for its own recovery, and anew with
 * each deployment, and may run several adapters: all of them share one. It is closed with the last adapter that had it.
 */
public final class Outlets {
    private static final Logger LOG = LoggerFactory.getLogger(Outlets.class);

    /** Of this deployment of the archive: another one has classes of its own. */
    private static final Map<Path, Shared> OPEN = new HashMap<>();

    private record Shared(Outlet outlet, Set<Object> users) {}

    private Outlets() {}

    /**
     * The outlet with these settings.
     *
     * @param user the adapter, or null where there is none
     * @throws ResourceException if it can't be opened, or its journal is another one's; the message says which
     */
    static Outlet get(OutboundSettings settings, @Nullable ResourceAdapter user) throws ResourceException {
        synchronized (OPEN) {
            Shared shared = OPEN.get(settings.journal());
            if (shared == null) {
                Outlet outlet = open(settings);
                shared = new Shared(outlet, Collections.newSetFromMap(new IdentityHashMap<>()));
                OPEN.put(settings.journal(), shared);
                LOG.info("Mail goes through {}, and waits in {}", settings, settings.journal());
            } else if (!shared.outlet.settings().equals(settings)) {
                throw new ResourceException("the journal " + settings.journal()
                        + " is used by a connection factory with other settings: give each a directory of its own");
            }
            if (user != null) {
                shared.users.add(user);
            }
            return shared.outlet;
        }
    }

    /** Threads that start here outlive the application that asks first: they must not hold on to its classes. */
    private static Outlet open(OutboundSettings settings) throws ResourceException {
        Thread caller = Thread.currentThread();
        ClassLoader application = caller.getContextClassLoader();
        caller.setContextClassLoader(Outlets.class.getClassLoader());
        try {
            return new Outlet(settings);
        } finally {
            caller.setContextClassLoader(application);
        }
    }

    /** Closes the outlets that no other adapter has. */
    public static void close(ResourceAdapter user) {
        List<Outlet> unused;
        synchronized (OPEN) {
            unused = OPEN.values().stream()
                    .filter(shared -> shared.users.remove(user) && shared.users.isEmpty())
                    .map(Shared::outlet)
                    .toList();
            unused.forEach(outlet -> OPEN.remove(outlet.settings().journal()));
        }
        unused.forEach(Outlet::close);
    }
}
