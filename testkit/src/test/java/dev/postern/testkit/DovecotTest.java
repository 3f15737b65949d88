package dev.postern.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
            String session = dovecot.imap("a LOGIN bob@example.net secret\r\nb SELECT INBOX\r\n"
                    + "c FETCH 1 BODY[HEADER.FIELDS (SUBJECT)]\r\nd LOGOUT\r\n");
            assertTrue(session.contains("Subject: by LMTP"), session + dovecot.log());
        }
        assertFalse(ChildProcess.listensOn(port).isReady());
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        try (Dovecot dovecot = Dovecot.start("bob@example.net", "secret")) {
            String session = dovecot.imap("a LOGIN bob@example.net guess\r\nb LOGOUT\r\n");
            assertTrue(session.contains("a NO [AUTHENTICATIONFAILED]"), session);
        }
    }
}
