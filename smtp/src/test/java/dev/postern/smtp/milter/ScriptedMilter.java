package dev.postern.smtp.milter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.testkit.ScriptedPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The milter's side of a connection that follows a script. */
final class ScriptedMilter {
    /** All that we offer, but for the steps without answers and those that are left out. */
    static final int PLAIN = Options.SKIP | Options.LEADING_SPACE;

    static final int ACTIONS = Options.ADD_HEADERS | Options.CHANGE_HEADERS | Options.QUARANTINE;

    private final ScriptedPeer.Connection connection;

    private ScriptedMilter(ScriptedPeer.Connection connection) {
        this.connection = connection;
    }

    /** Negotiates these variants. */
    static ScriptedMilter negotiating(ScriptedPeer.Connection connection, int protocol) throws IOException {
        ScriptedMilter milter = new ScriptedMilter(connection);
        assertEquals("O" + number(6) + number(0x31) + number(0x1ff7ff), milter.read());
        connection.send(packet("O" + number(6) + number(ACTIONS) + number(protocol)));
        return milter;
    }

    static ScriptedMilter on(ScriptedPeer.Connection connection) {
        return new ScriptedMilter(connection);
    }

    /** A packet of a letter and data, a character an octet. */
    static String packet(String letterAndData) {
        return number(letterAndData.length()) + letterAndData;
    }

    static String number(int value) {
        return new String(
                new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value},
                StandardCharsets.ISO_8859_1);
    }

    /** The next packet, macros included. */
    String read() throws IOException {
        String length = connection.read(4);
        if (length.length() < 4) {
            return "end";
        }
        int octets = 0;
        for (int i = 0; i < length.length(); i++) {
            octets = (octets << 8) | length.charAt(i);
        }
        return connection.read(octets);
    }

    /** The next packet that holds no macros, which must be this one; NUL is written as a bar. */
    ScriptedMilter expect(String packet) throws IOException {
        String read = read();
        while (read.startsWith("D")) {
            read = read();
        }
        String bars = read.replace('\0', '|');
        if (!bars.equals(packet)
                && !(packet.endsWith("*") && bars.startsWith(packet.substring(0, packet.length() - 1)))) {
            throw new AssertionError("expected " + packet + " but was " + bars);
        }
        return this;
    }

    /** The macros that come next. */
    ScriptedMilter expectMacros(String packet) throws IOException {
        String bars = read().replace('\0', '|');
        if (!bars.contains(packet)) {
            throw new AssertionError("expected macros " + packet + " but was " + bars);
        }
        return this;
    }

    /** Expects a packet and answers with another; a bar stands for NUL. */
    ScriptedMilter answer(String packet, String answer) throws IOException {
        return expect(packet).say(answer);
    }

    ScriptedMilter say(String packet) throws IOException {
        connection.send(packet(packet.replace('|', '\0')));
        return this;
    }

    /** Says continue to the client, to the sender and one recipient, as {@link MilterTest} sends them. */
    ScriptedMilter passEnvelope() throws IOException {
        return passClient().answer("M<susan@example.org>|", "c").answer("R<bob@example.net>|", "c");
    }

    ScriptedMilter passClient() throws IOException {
        return answer("C[127.0.0.1]|4*", "c").answer("Hclient.example|", "c");
    }

    /** Says continue to the content that {@link MilterTest} sends, up to its last octet. */
    ScriptedMilter passContent() throws IOException {
        return answer("T", "c")
                .answer("LSubject| test|", "c")
                .answer("LX-Fold| a\n\tb|", "c")
                .answer("N", "c")
                .answer("BHello\r\n", "c")
                .expect("E");
    }
}
