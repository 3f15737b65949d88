package dev.postern.smtp.server.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.testkit.Conversation;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ModeSettingsTest {
    @TempDir
    Path directory;

    private final BlockingQueue<String> contents = new LinkedBlockingQueue<>();

    private static ListenerSettings settings(Map<String, String> texts) {
        return ListenerSettings.of(SettingValues.of(texts::get));
    }

    private static List<String> problems(Map<String, String> texts) {
        return settings(texts).problems(Face.of(UnaryOperator.identity())).stream()
                .map(problem -> problem.name() + " " + problem.remedy())
                .toList();
    }

    private SmtpServer listen(Map<String, String> texts) throws IOException {
        MailSink sink = (envelope, message) -> {
            try (message) {
                contents.add(new String(message.toByteArray(), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
            return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Accepted"));
        };
        return settings(texts).listen(sink, Duration.ofSeconds(1), Face.of(UnaryOperator.identity()));
    }

    @Test
    void submissionNeedsUsersAndSubmissionsACertificateToo() {
        assertEquals(
                List.of("auth.users.file mode=submission needs a file of users, or auth.authenticator.class"),
                problems(Map.of("mode", "submission")));
        assertEquals(
                List.of(
                        "auth.users.file mode=submissions needs a file of users, or auth.authenticator.class",
                        "keystore.location mode=submissions needs a keystore"),
                problems(Map.of("mode", "submissions")));
    }

    @Test
    void whereUsersMustLogInDomainsNeedNoNames() throws IOException {
        Path users = Files.createFile(directory.resolve("users"));
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
        assertEquals(
                List.of(),
                problems(Map.of(
                        "mode", "submission",
                        "listen.host", "0.0.0.0",
                        "auth.users.file", users.toString(),
                        "auth.allow.plaintext", "true")));
    }

    @Test
    void aSocketIsForLmtp() {
        Assumptions.assumeTrue(Epoll.isAvailable(), "no epoll here");
        assertEquals(
                List.of("listen.path a socket is for LMTP: set mode=lmtp"),
                problems(Map.of("listen.path", directory.resolve("lmtp").toString())));
    }

    @Test
    void lmtpListensOnAPathAndPutsReturnPath() throws Exception {
        Assumptions.assumeTrue(Epoll.isAvailable(), "no epoll here");
        Path path = directory.resolve("lmtp");
        Map<String, String> texts =
                Map.of("mode", "lmtp", "listen.path", path.toString(), "hostname", "mx.example.org");
        assertEquals(List.of(), problems(texts));
        assertEquals(path.toString(), settings(texts).toString());
        try (SmtpServer server = listen(texts)) {
            assertEquals(path.toString(), server.place());
            BindException taken = assertThrows(BindException.class, () -> listen(texts));
            assertTrue(
                    taken.getMessage().endsWith("; set listen.path to what is free on this machine"),
                    taken.getMessage());
        }
        Map<String, String> onAPort =
                Map.of("mode", "lmtp", "listen.port", "0", "hostname", "mx.example.org", "return.path", "true");
        try (SmtpServer server = listen(onAPort);
                Conversation client = new Conversation(server.port())) {
            client.expect("220 mx.example.org LMTP");
            client.say("LHLO client", "250 ");
            client.sendMail("susan@example.org", "bob@example.net", "\r\nHello\r\n")
                    .expect("250 ");
            assertTrue(contents.take().startsWith("Return-Path: <susan@example.org>\r\nReceived: "));
        }
    }
}
