package dev.postern.smtp.discovery;

import dev.postern.mail.Domain;
import dev.postern.smtp.provider.MailService;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of looking for a service.
 *
 * @param finding the server, or empty if none was found
 * @param attempts what was asked, in the order of the answers
 */
public record Discovered(Domain domain, MailService service, Optional<Finding> finding, List<Attempt> attempts) {
    public Discovered {
        attempts = List.copyOf(attempts);
    }

    /** In a sentence: the server, or all that was tried and why it did not do. */
    @Override
    public String toString() {
        return finding.map(found -> "the server for " + service + " of " + domain + " is " + found)
                .orElseGet(() -> "no server for " + service + " of " + domain + " was found. Tried: "
                        + attempts.stream().map(Attempt::toString).collect(Collectors.joining("; ")));
    }
}
