package dev.postern.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresPeer("nsd")
class NsdTest {
    private static final String ZONE = """
            example. 300 IN SOA ns.example. hostmaster.example. 1 3600 900 604800 60
            example. 300 IN NS ns.example.
            ns.example. 300 IN A 127.0.0.1
            """;
    private static final int NOERROR = 0;
    private static final int SERVFAIL = 2;
    private static final int REFUSED = 5;

    @Test
    void answersFromItsZonesUntilClosed() throws IOException {
        Nsd nsd = Nsd.serving(Map.of("example", ZONE, "broken", "this is no zone\n"));
        try (nsd) {
            assertEquals(NOERROR, rcode(nsd, "example"));
            assertEquals(SERVFAIL, rcode(nsd, "broken"));
            assertEquals(REFUSED, rcode(nsd, "elsewhere"));
        }
        assertThrows(ConnectException.class, () -> rcode(nsd, "example"));
    }

    /** Asks by TCP for the A record of ns in a zone. */
    private static int rcode(Nsd nsd, String zone) throws IOException {
        try (Socket socket =
                new Socket(nsd.address().getAddress(), nsd.address().getPort())) {
            socket.setSoTimeout(10_000);
            ByteArrayOutputStream query = new ByteArrayOutputStream();
            query.write(new byte[] {0, (byte) (21 + zone.length())}); // the length: header, names and type
            query.write(new byte[] {0, 7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            query.write(new byte[] {2, 'n', 's', (byte) zone.length()});
            query.write(zone.getBytes(StandardCharsets.US_ASCII));
            query.write(new byte[] {0, 0, 1, 0, 1});
            socket.getOutputStream().write(query.toByteArray());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] response = in.readNBytes(in.readUnsignedShort());
            assertEquals(7, response[1], "the id of the question");
            return response[3] & 0xf;
        }
    }
}
