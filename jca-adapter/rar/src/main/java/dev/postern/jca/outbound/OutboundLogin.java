package dev.postern.jca.outbound;

import dev.postern.smtp.client.ClientLogin;
import dev.postern.smtp.client.Credentials;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.smtp.oauth.TokenEndpoint;
import dev.postern.smtp.oauth.TokenGrant;
import dev.postern.smtp.provider.Provider;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who a connection factory is to its relay: a user with a password or, by OAuth 2.0, with a token. */
final class OutboundLogin {
    static final String USERNAME = "username";
    static final String PASSWORD = "password";
    static final String MECHANISMS = "auth.mechanisms";
    static final String ENDPOINT = "oauth.token.endpoint";
    static final String CLIENT_ID = "oauth.client.id";
    static final String CLIENT_SECRET = "oauth.client.secret";
    static final String REFRESH_TOKEN = "oauth.refresh.token";
    static final String SCOPE = "oauth.scope";

    /** All of its settings. */
    static final List<String> KEYS =
            List.of(USERNAME, PASSWORD, MECHANISMS, ENDPOINT, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, SCOPE);

    private final SettingTexts texts;
    private final List<LoginMechanism> mechanisms;

    OutboundLogin(SettingTexts texts) {
        this.texts = texts;
        this.mechanisms = texts.read(
                MECHANISMS,
                names -> names.stream().map(OutboundLogin::mechanism).toList(),
                List.of());
    }

    private static LoginMechanism mechanism(String name) {
        LoginMechanism mechanism = LoginMechanism.named(name);
        if (mechanism == null) {
            throw new IllegalArgumentException("must be of "
                    + Stream.of(LoginMechanism.values())
                            .map(LoginMechanism::keyword)
                            .collect(Collectors.joining(", ")));
        }
        return mechanism;
    }

    /** Whether the factory logs in. */
    boolean isSet() {
        return texts.isSet(USERNAME);
    }

    private boolean byToken() {
        return texts.isSet(ENDPOINT);
    }

    /**
     * Takes note of what does not fit together.
     *
     * @param provider to whom the factory logs in, where it is a known one
     */
    void check(boolean byMx, TlsMode tls, @Nullable Provider provider) {
        if (!isSet()) {
            texts.refuse(KEYS, "is of no use without " + USERNAME);
            if (provider != null && provider.needsLogin()) {
                texts.wrong(USERNAME, "set it: " + provider.name() + " takes no mail without a login");
            }
            return;
        }
        checkProof();
        if (provider != null && byToken() && !provider.takesToken()) {
            texts.wrong(ENDPOINT, provider.name() + " takes no token: set " + PASSWORD + " in its place");
        } else if (provider != null && !byToken() && !provider.takesPassword()) {
            texts.wrong(PASSWORD, provider.name() + " takes no password: set " + ENDPOINT + " in its place");
        }
        if (byMx) {
            texts.wrong(USERNAME, "is of no use with relay = mx: leave it empty, or name the relay");
        } else if (!tls.verifies()) {
            texts.wrong(
                    "tls",
                    "would show the " + (byToken() ? "token" : "password")
                            + " to whoever answers: set required or implicit");
        }
    }

    private void checkProof() {
        if (byToken()) {
            checkEndpoint();
            if (texts.isSet(PASSWORD)) {
                texts.wrong(PASSWORD, "a login shows a password or a token: leave this or " + ENDPOINT + " empty");
            }
            if (!texts.isSet(CLIENT_ID)) {
                texts.wrong(CLIENT_ID, "set it together with " + ENDPOINT);
            } else if (!texts.isSet(CLIENT_SECRET) && !texts.isSet(REFRESH_TOKEN)) {
                texts.wrong(CLIENT_SECRET, "set it, or " + REFRESH_TOKEN + ", or both");
            }
        } else {
            texts.refuse(List.of(CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, SCOPE), "is of no use without " + ENDPOINT);
            if (!texts.isSet(PASSWORD)) {
                texts.wrong(USERNAME, "has no password: set " + PASSWORD + ", or " + ENDPOINT);
            }
        }
        if (!mechanisms.isEmpty() && mechanisms.stream().noneMatch(each -> each.takesToken() == byToken())) {
            texts.wrong(
                    MECHANISMS,
                    byToken()
                            ? "names none that shows a token: add OAUTHBEARER or XOAUTH2, or leave it empty"
                            : "names none that shows a password: add SCRAM-SHA-256 or PLAIN, or leave it empty");
        }
    }

    private void checkEndpoint() {
        try {
            TokenGrant.endpoint(texts.text(ENDPOINT));
        } catch (IllegalArgumentException e) {
            texts.wrong(ENDPOINT, String.valueOf(e.getMessage()));
        }
    }

    /** What a server is shown, or null: nothing. It may ask for tokens from here on. */
    @Nullable
    ClientLogin login() {
        if (!isSet()) {
            return null;
        }
        MechanismChoice choice = new MechanismChoice(mechanisms);
        return byToken()
                ? ClientLogin.byTokens(texts.text(USERNAME), new TokenEndpoint(grant()), choice)
                : ClientLogin.byPassword(new Credentials(texts.text(USERNAME), texts.secret(PASSWORD)), choice, false);
    }

    private TokenGrant grant() {
        return new TokenGrant(
                TokenGrant.endpoint(texts.text(ENDPOINT)),
                texts.text(CLIENT_ID),
                texts.isSet(CLIENT_SECRET) ? texts.secret(CLIENT_SECRET) : null,
                texts.isSet(REFRESH_TOKEN) ? texts.secret(REFRESH_TOKEN) : null,
                texts.text(SCOPE));
    }
}
