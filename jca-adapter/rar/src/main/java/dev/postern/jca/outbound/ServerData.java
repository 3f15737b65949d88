package dev.postern.jca.outbound;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The directory in which an application server keeps what must stay. */
final class ServerData {
    private static final String WILDFLY = "jboss.server.data.dir";
    private static final String PAYARA = "com.sun.aas.instanceRoot";

    private ServerData() {}

    /** Null where it is not known, or goes away with the process, as that of Payara Micro does. */
    static @Nullable Path directory() {
        String wildfly = System.getProperty(WILDFLY);
        if (wildfly != null) {
            return Path.of(wildfly);
        }
        String payara = System.getProperty(PAYARA);
        Path root = payara == null ? null : Path.of(payara).toAbsolutePath().normalize();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"))
                .toAbsolutePath()
                .normalize();
        return root == null || root.startsWith(temporary) ? null : root;
    }
}
