package dev.postern.smtp.login;

import dev.postern.smtp.sasl.SaslText;
import dev.postern.smtp.sasl.ScramNonces;
import java.util.Set;
import java.util.function.Supplier;

/** A user's password. */
public final class PasswordProof implements Proof {
    private final String user;
    private final String password;
    private final Supplier<String> nonces;
    private final ScramKeyCache keys;

    public PasswordProof(String user, String password) {
        this(user, password, new ScramNonces());
    }

    PasswordProof(String user, String password, Supplier<String> nonces) {
        this.user = user;
        this.password = password;
        this.nonces = nonces;
        this.keys = new ScramKeyCache(password);
    }

    @Override
    public boolean isToken() {
        return false;
    }

    @Override
    public ClientExchange begin(LoginMechanism mechanism, Set<LoginMechanism> offered, LoginChannel channel)
            throws BrokenExchangeException {
        return switch (mechanism) {
            case PLAIN -> new PlainClient(user, password);
            case LOGIN -> new LoginClient(user, password);
            case CRAM_MD5 -> new CramMd5Client(user, password);
            case SCRAM_SHA_256, SCRAM_SHA_256_PLUS ->
                new ScramClient(ScramBinding.of(mechanism, offered, channel), name(), nonces.get(), keys);
            case OAUTHBEARER, XOAUTH2 -> throw new IllegalArgumentException(mechanism + " takes a token");
        };
    }

    private String name() throws BrokenExchangeException {
        String name = SaslText.name(user);
        if (name == null) {
            throw new BrokenExchangeException("the user name is none that SCRAM can say");
        }
        return name;
    }

    /** Neither user nor password. */
    @Override
    public String toString() {
        return "PasswordProof";
    }
}
