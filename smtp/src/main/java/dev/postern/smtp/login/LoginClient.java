package dev.postern.smtp.login;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LOGIN: the name at the first challenge and the password at the second, whatever they say. */
final class LoginClient implements ClientExchange {
    private final Deque<String> answers;

    LoginClient(String user, String password) {
        this.answers = new ArrayDeque<>(List.of(user, password));
    }

    @Override
    public byte @Nullable [] initialResponse() {
        return null;
    }

    @Override
    public byte[] answer(byte[] challenge) throws BrokenExchangeException {
        String answer = answers.poll();
        if (answer == null) {
            throw new BrokenExchangeException("LOGIN has two challenges");
        }
        return answer.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void succeeded() {}
}
