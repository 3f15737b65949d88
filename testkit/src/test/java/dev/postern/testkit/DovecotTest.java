package dev.postern.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@RequiresPeer({"dovecot", "swaks"})
class DovecotTest {
    @Test
    void takesMailByLmtpAndShowsItByImap() throws Exception {
        int port;
        try (Dovecot dovecot = Dovecot.start("bob@example.net", "secret")) {
            port = dovecot.imapPort();
            ProgramRun run = Swaks.run(
                    dovecot.lmtpPort(),
                    "--protocol=LMTP",
                    "--from=a@example.org",
                    "--to=bob@example.net",
                    "--header=Subject: by LMTP");
            assertEquals(0, run.exitCode(), run.output() + dovecot.log());
            String session = imap(
                    port,
                    "a LOGIN bob@example.net secret\r\nb SELECT INBOX\r\n"
                            + "c FETCH 1 BODY[HEADER.FIELDS (SUBJECT)]\r\nd LOGOUT\r\n");
            assertTrue(session.contains("Subject: by LMTP"), session + dovecot.log());
        }
        assertFalse(ChildProcess.listensOn(port).isReady());
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        try (Dovecot dovecot = Dovecot.start("bob@example.net", "secret")) {
            String session = imap(dovecot.imapPort(), "a LOGIN bob@example.net guess\r\nb LOGOUT\r\n");
            assertTrue(session.contains("a NO [AUTHENTICATIONFAILED]"), session);
        }
    }

    /** Says all at once and reads to the end. */
    private static String imap(int port, String commands) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
