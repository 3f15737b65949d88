package dev.postern.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where the password of a new user comes from. */
@FunctionalInterface
interface Passwords {
    /** More than any password that is taken has. */
    int MAX_OCTETS = 1_024;

    /**
     * Asks for the password of this user.
     *
     * @throws IOException if there is none
     */
    char[] read(String user) throws IOException;

    /** The terminal, without echo; the standard input where that is no terminal. */
    @SuppressWarnings("SystemConsoleNull") // the script sets jdk.console=java.base, with which it still returns null
    static Passwords ofThisProcess() {
        Console console = System.console();
        return console == null ? user -> firstLine(System.in) : user -> asked(console, user);
    }

    /** The first line, without its line end, in UTF-8. */
    static char[] firstLine(InputStream in) throws IOException {
        byte[] line = new byte[MAX_OCTETS];
        int length = 0;
        int octet;
        while ((octet = in.read()) >= 0 && octet != '\n') {
            if (length == MAX_OCTETS) {
                throw new IOException("the password is longer than " + MAX_OCTETS + " octets");
            }
            line[length++] = (byte) octet;
        }
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, end));
            char[] password = Arrays.copyOf(decoded.array(), decoded.limit());
            Arrays.fill(decoded.array(), '\0');
            return password;
        } catch (CharacterCodingException e) {
            throw new IOException("the password is not UTF-8", e);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    private static char[] asked(Console console, String user) throws IOException {
        char[] first = console.readPassword("Password of %s: ", user);
        char[] second = first == null ? null : console.readPassword("Once more: ");
        if (first == null || second == null) {
            throw new IOException("no password was given");
        }
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same) {
            Arrays.fill(first, '\0');
            throw new IOException("the two passwords differ");
        }
        return first;
    }
}
