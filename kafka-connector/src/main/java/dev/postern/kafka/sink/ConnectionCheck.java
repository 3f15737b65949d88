package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.TruststoreConfig;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.smtp.client.ClientFailure;
import dev.postern.smtp.client.ClientLogin;
import dev.postern.smtp.client.ClientSession;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.jspecify.annotations.Nullable;

/**
 * Tries the relays of all ways while settings are validated, as a mail would but for the mail: connection, TLS, EHLO, AUTH, QUIT. Where mail goes by
 * MX it asks each DNS server for our own name. What fails becomes an error of the setting that is to blame.
 *
 * <p>It works on a thread of its own, for looking up a name may block, and is waited for no longer than {@link #DEADLINE}.
 */
final class ConnectionCheck {
    static final String VALIDATE = "validate.connect";

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(8); // of each attempt, all of them at the same time
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Supplier<SmtpClient> clients;
    private final RelayFinder finder;
    private final Function<Duration, Map<String, DnsjavaResolver>> resolvers;
    private final String ownName;
    private final TruststoreConfig truststore;

    /** Tells the servers of a way. */
    @FunctionalInterface
    interface RelayFinder {
        /** @throws IOException if they can't be found */
        Relay of(Way way) throws IOException;
    }

    /** What is wrong with a setting. */
    private record Blame(String key, Object value, String text) {}

    /**
     * @param clients what connects, without patience
     * @param resolvers one for each DNS server by its address, given how long an answer may take
     * @param ownName what DNS servers are asked for
     * @param truststore who is trusted
     */
    ConnectionCheck(
            Supplier<SmtpClient> clients,
            RelayFinder finder,
            Function<Duration, Map<String, DnsjavaResolver>> resolvers,
            String ownName,
            TruststoreConfig truststore) {
        this.clients = clients;
        this.finder = finder;
        this.resolvers = resolvers;
        this.ownName = ownName;
        this.truststore = truststore;
    }

    /** Adds the setting that asks for the check, in a group of its own. */
    static GroupedConfigDef define(GroupedConfigDef settings) {
        return settings.group("Validation")
                .add(
                        VALIDATE,
                        "Try connections",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether the validation of these settings, also when a connector is created or changed, connects to each relay, logs in and"
                                + " leaves again, and with smtp.route=mx asks the DNS servers; what fails is an error of its setting. It takes 10 seconds at"
                                + " most, and is done by the worker that is asked. false: validation asks nothing of the network.");
    }

    /** How long each attempt of a client of this check may take. */
    static Duration patience() {
        return PATIENCE;
    }

    /** Tries all ways, and takes note of what fails. */
    void check(List<Way> ways, TlsPolicyConfig policy, SettingErrors errors) {
        CompletableFuture<List<Blame>> found = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(ways, policy, found), "postern-validate");
        thread.setDaemon(true);
        thread.start();
        Map<String, Blame> byKey = new LinkedHashMap<>();
        for (Blame each : await(found)) {
            byKey.merge(
                    each.key,
                    each,
                    (one, other) -> one.text.equals(other.text)
                            ? one
                            : new Blame(one.key, one.value, one.text + "; " + other.text));
        }
        byKey.values().forEach(each -> errors.add(each.key, each.value, each.text));
    }

    private static List<Blame> await(CompletableFuture<List<Blame>> found) {
        try {
            return found.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return List.of(
                    new Blame(VALIDATE, true, "was not done within " + DEADLINE.toSeconds() + " s: set it to false"));
        } catch (ExecutionException e) {
            return List.of(new Blame(VALIDATE, true, "failed for an unexpected reason: " + e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(new Blame(VALIDATE, true, "was interrupted"));
        }
    }

    private void run(List<Way> ways, TlsPolicyConfig policy, CompletableFuture<List<Blame>> found) {
        try (SmtpClient client = clients.get()) {
            List<CompletableFuture<?>> sessions = new ArrayList<>();
            List<CompletableFuture<Optional<Blame>>> attempts = new ArrayList<>();
            boolean mx = false;
            for (Way way : ways) {
                mx |= way.isMx();
                if (!way.isMx()) {
                    attempts.addAll(attempts(client, way, policy, sessions));
                }
            }
            if (mx) {
                attempts.addAll(questions());
            }
            found.complete(attempts.stream()
                    .map(CompletableFuture::join)
                    .flatMap(Optional::stream)
                    .toList());
            CompletableFuture.allOf(sessions.toArray(CompletableFuture[]::new)) // for the reply to QUIT
                    .completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(failure -> null)
                    .join();
        } catch (RuntimeException bug) {
            found.completeExceptionally(bug);
        }
    }

    private List<CompletableFuture<Optional<Blame>>> attempts(
            SmtpClient client, Way way, TlsPolicyConfig policy, List<CompletableFuture<?>> sessions) {
        Relay relay;
        try {
            relay = finder.of(way);
        } catch (IOException e) {
            return List.of(CompletableFuture.completedFuture(Optional.of(new Blame(
                    way.relay().relayKey(),
                    way.relay().named(),
                    way.login().withoutSecrets(String.valueOf(e.getMessage()))))));
        }
        @Nullable ClientLogin login = way.login().login();
        Set<TlsMode> modes = EnumSet.of(relay.tls());
        modes.addAll(way.levels(policy));
        List<CompletableFuture<Optional<Blame>>> attempts = new ArrayList<>();
        for (MailServer server : relay.servers()) {
            for (TlsMode mode : modes) {
                String tlsKey = mode == relay.tls() ? way.tlsKey() : TlsPolicyConfig.POLICY;
                CompletableFuture<ClientSession> session =
                        client.connect(server.withTls(mode).withLogin(login)).toCompletableFuture();
                sessions.add(session.thenCompose(ready -> {
                    ready.quit();
                    return ready.closed();
                }));
                attempts.add(session.<Optional<Blame>>handle((ready, failure) -> failure == null
                                ? Optional.empty()
                                : Optional.of(blame(way, server, tlsKey, mode, failure)))
                        .completeOnTimeout(
                                Optional.of(host(way, server + " did not answer in time")),
                                PATIENCE.toMillis(),
                                TimeUnit.MILLISECONDS));
            }
        }
        return attempts;
    }

    private Blame blame(Way way, MailServer server, String tlsKey, TlsMode mode, Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        String told = way.login().withoutSecrets(String.valueOf(failure.getMessage()));
        if (!(failure instanceof ClientFailure known)) {
            return host(way, server + " can't be tried: " + told);
        }
        Blame protection = new Blame(
                tlsKey,
                mode.name().toLowerCase(Locale.ROOT),
                told + ": choose what this server offers there, or another "
                        + way.relay().portKey());
        return switch (known.part()) {
            case LOGIN -> login(way, known, told);
            case PROTECTION ->
                known.isUntrusted()
                        ? new Blame(
                                truststore.key(),
                                truststore.location(),
                                told + "; set it to a file with who vouches for that certificate")
                        : known.isOfCertificate() ? host(way, told) : protection;
            case SESSION -> known.status().toString().startsWith("4.7.") ? protection : host(way, told);
        };
    }

    private static Blame host(Way way, String told) {
        String key =
                way.relay().isNamed() ? way.relay().relayKey() : way.relay().hostKey();
        return new Blame(
                key,
                way.relay().named(),
                told + "; see that this and " + way.relay().portKey() + " are right and the server runs");
    }

    private static Blame login(Way way, ClientFailure failure, String told) {
        if (failure.reply() == null && failure.status().toString().equals("4.7.4")) {
            return new Blame(
                    way.login().userKey(), way.login().user(), told + "; see that it needs a login on this port");
        }
        return new Blame(
                way.login().proofKey(),
                "[hidden]",
                told + "; see that it is that of " + way.login().userKey());
    }

    private List<CompletableFuture<Optional<Blame>>> questions() {
        Map<String, DnsjavaResolver> asked = resolvers.apply(PATIENCE);
        List<CompletableFuture<Optional<Blame>>> answers = new ArrayList<>();
        asked.forEach((address, resolver) -> answers.add(unanswered(address, resolver.addresses(ownName))));
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .whenCompleteAsync((done, failure) -> asked.values().forEach(DnsjavaResolver::close));
        return answers;
    }

    private CompletableFuture<Optional<Blame>> unanswered(String server, CompletionStage<? extends Answer<?>> answer) {
        return answer.toCompletableFuture()
                .<Optional<Blame>>thenApply(known -> known.isTemporary()
                        ? Optional.of(new Blame(
                                RouteConfig.DNS_SERVERS,
                                server,
                                "gives no answer about " + ownName + " (" + known.detail()
                                        + "): name a server that resolves names for this worker"))
                        : Optional.empty());
    }
}
