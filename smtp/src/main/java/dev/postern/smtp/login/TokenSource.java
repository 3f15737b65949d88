package dev.postern.smtp.login;

import java.util.concurrent.CompletionStage;

/** Where bearer tokens come from. Safe for use by several threads; its methods do not block. */
public interface TokenSource {
    /**
     * A token that is valid by now, as far as the source knows.
     *
     * @return completes on any thread, within a time that is the source's; fails with a message that holds no secret
     */
    CompletionStage<AccessToken> token();

    /** Hears that a server has refused this token: {@link #token()} then gives another one if there is any. */
    void refused(AccessToken token);
}
