package dev.postern.smtp.auth;

import dev.postern.smtp.sasl.ChannelBindings;
import dev.postern.smtp.sasl.ScramNonces;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** The mechanisms that a server offers, as far as its {@link Authenticator} and a connection allow. */
public final class SaslMechanisms {
    private final Authenticator authenticator;
    private final Supplier<String> nonces;

    public SaslMechanisms(Authenticator authenticator) {
        this(authenticator, new ScramNonces());
    }

    SaslMechanisms(Authenticator authenticator, Supplier<String> nonces) {
        this.authenticator = authenticator;
        this.nonces = nonces;
    }

    /** Those for a connection with these bindings, the strongest first. */
    public List<SaslMechanism> offered(ChannelBindings bindings) {
        return Arrays.stream(SaslMechanism.values())
                .filter(mechanism -> isOffered(mechanism, bindings))
                .toList();
    }

    /** Whether the mechanism is among {@link #offered}. */
    public boolean isOffered(SaslMechanism mechanism, ChannelBindings bindings) {
        return authenticator.kinds().contains(mechanism.kind())
                && (mechanism != SaslMechanism.SCRAM_SHA_256_PLUS || !bindings.isEmpty());
    }

    /** Begins a run of a mechanism that is offered. */
    public SaslDialogue begin(SaslMechanism mechanism, ChannelBindings bindings) {
        return new SaslDialogue(
                switch (mechanism) {
                    case PLAIN -> new PlainExchange(authenticator);
                    case LOGIN -> new LoginExchange(authenticator);
                    case SCRAM_SHA_256 -> new ScramExchange(authenticator, bindings, false, nonces);
                    case SCRAM_SHA_256_PLUS -> new ScramExchange(authenticator, bindings, true, nonces);
                    case OAUTHBEARER -> new BearerExchange(authenticator, BearerFormats::oauthBearer);
                    case XOAUTH2 -> new BearerExchange(authenticator, BearerFormats::xoauth2);
                });
    }
}
