package dev.postern.smtp.client;

/**
 * Who we are to a relay.
 *
 * @param username as AUTH sends it
 * @param password never printed
 */
public record Credentials(String username, String password) {
    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}
