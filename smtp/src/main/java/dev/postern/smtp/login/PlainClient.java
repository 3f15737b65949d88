package dev.postern.smtp.login;

import java.nio.charset.StandardCharsets;

/** PLAIN (RFC 4616 §2). */
final class PlainClient implements ClientExchange {
    private final String user;
    private final String password;

    PlainClient(String user, String password) throws BrokenExchangeException {
        if (user.indexOf('\0') >= 0 || password.indexOf('\0') >= 0) {
            throw new BrokenExchangeException("PLAIN can't say a NUL");
        }
        this.user = user;
        this.password = password;
    }

    @Override
    public byte[] initialResponse() {
        return ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] answer(byte[] challenge) throws BrokenExchangeException {
        throw new BrokenExchangeException("PLAIN has no challenge");
    }

    @Override
    public void succeeded() {}
}
