package dev.postern.kafka.sink;

import dev.postern.kafka.SettingErrors;
import dev.postern.mail.Address;
import dev.postern.smtp.discovery.Discovered;
import dev.postern.smtp.discovery.Discovery;
import dev.postern.smtp.discovery.Finding;
import dev.postern.smtp.provider.MailService;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for the relay of a user, when a task starts. */
final class RelaySearch {
    private static final Logger LOG = LoggerFactory.getLogger(RelaySearch.class);

    private final Discovery discovery;
    private final RelayConfig relay;
    private final LoginConfig login;

    RelaySearch(Discovery discovery, RelayConfig relay, LoginConfig login) {
        this.discovery = discovery;
        this.relay = relay;
        this.login = login;
    }

    /**
     * Waits for the servers, as long as their discovery does.
     *
     * @throws IOException if none is found, or it takes no such login; the message tells all that was tried
     */
    Relay of(Address user) throws IOException {
        Discovered discovered = discovered(user);
        if (discovered.finding().isEmpty()) {
            throw new IOException(discovered + ". Set " + relay.hostKey() + ", " + relay.portKey() + " and "
                    + relay.tlsKey() + " in place of " + relay.relayKey());
        }
        Finding finding = discovered.finding().get();
        checkLogin(finding);
        finding.doubt()
                .ifPresent(doubt -> LOG.warn(
                        "{}, and set {}={} in place of {}",
                        doubt,
                        relay.hostKey(),
                        finding.endpoint().host(),
                        relay.relayKey()));
        return Relay.at(finding.endpoint(), finding.toString());
    }

    private Discovered discovered(Address user) throws IOException {
        try {
            return discovery
                    .find(user.domain(), MailService.SUBMISSION)
                    .toCompletableFuture()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the task was stopped while it looked for the relay of " + user, e);
        } catch (ExecutionException e) {
            throw new IOException("looking for the relay of " + user + " failed unexpectedly: " + e.getCause(), e);
        }
    }

    private void checkLogin(Finding finding) throws IOException {
        if (finding.provider() == null) {
            return;
        }
        SettingErrors errors = new SettingErrors();
        login.checkProvider(errors, finding.provider());
        if (!errors.texts().isEmpty()) {
            throw new IOException(
                    "the relay is " + finding.endpoint().host() + ". " + String.join(". ", errors.texts()));
        }
    }
}
