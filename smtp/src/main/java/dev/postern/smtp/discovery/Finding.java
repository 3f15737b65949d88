package dev.postern.smtp.discovery;

import dev.postern.mail.Domain;
import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.Provider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server that was found.
 *
 * @param domain whose users it is for
 * @param evidence by what
 * @param provider whose server it is, or null where that is not known
 */
public record Finding(
        Domain domain,
        MailEndpoint endpoint,
        Evidence evidence,
        @Nullable Provider provider) {
    /** Whether its name is in the domain, or the domain itself. */
    public boolean isInDomain() {
        return endpoint.host().equals(domain.text()) || endpoint.host().endsWith("." + domain.text());
    }

    /**
     * What the user should confirm before a password goes there: that the server is his, where only DNS says so, which strangers may have
     * forged (RFC 6186 §6). Empty where the name is in the domain or the server is a known provider's.
     */
    public Optional<String> doubt() {
        if (isInDomain() || provider != null) {
            return Optional.empty();
        }
        return Optional.of(
                endpoint.host() + " is not in " + domain
                        + ": only DNS says that it is its server, and a certificate that it is called so. Make sure that it is yours");
    }

    @Override
    public String toString() {
        return endpoint + (provider == null ? "" : " (" + provider.title() + ")") + ", found " + evidence;
    }
}
