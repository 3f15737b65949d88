package dev.postern.ear;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Has WildFly keep the secret of two connection factories encrypted, as the README says; the second has a wrong one. */
final class WildFlySecrets {
    /** What {@code create-expression} makes of {@link Vault#SECRET} by the key below. */
    static final String SECRET = "${ENC::postern:RUxZAUMQYjDGp0jTIIkqYVYLwcM/Tm1EOi6uNwX+/Q7KMAmCAl0=}";

    /** The file with the key. */
    static final String STORE = "postern.cs";

    // a key that is known beforehand saves another run of jboss-cli.sh, between the secret and its use
    private static final String KEY = "RUxZAUtLCMunj3Qw/A2d2D6dvGsntIAMxwgHCjECm+czOwg1gg==";
    private static final String KEYS = "/subsystem=elytron/secret-key-credential-store=postern";

    private WildFlySecrets() {}

    /** @param adapter the adapter in the server's configuration */
    static List<String> commands(String adapter) throws IOException {
        List<String> commands = new ArrayList<>(
                List.of(
                        KEYS + ":add(path=" + STORE + ", relative-to=jboss.server.config.dir, populate=false)",
                        KEYS + ":import-secret-key(alias=key, key=\"" + KEY + "\")",
                        "/subsystem=elytron/expression=encryption:add(resolvers=[{name=postern, credential-store=postern, secret-key=key}])"));
        commands.addAll(factory(adapter, Surroundings.vaultFactory("right", SECRET)));
        commands.addAll(factory(adapter, Surroundings.vaultFactory("wrong", "another")));
        return commands;
    }

    private static List<String> factory(String adapter, Map<String, String> settings) {
        String name = settings.get("name");
        String factory = adapter + "/connection-definitions=" + name;
        List<String> commands = new ArrayList<>();
        commands.add(factory
                + ":add(class-name=dev.postern.jca.outbound.PosternManagedConnectionFactory, enabled=true, jndi-name=java:/mail/"
                + name + ")");
        settings.forEach(
                (key, value) -> commands.add(factory + "/config-properties=" + key + ":add(value=\"" + value + "\")"));
        return commands;
    }
}
