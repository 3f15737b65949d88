package dev.postern.smtp.provider;

/**
 * Where a service is.
 *
 * @param host its name, in lower case
 * @param port 1 to 65535
 */
public record MailEndpoint(MailService service, String host, int port, Protection protection) {
    /** @throws IllegalArgumentException if there is no host, or the port is none */
    public MailEndpoint {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no server: " + host + ":" + port);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port + ", " + protection;
    }
}
