package dev.postern.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A zone that is signed by DNSSEC (RFC 4035), by the programs of ldns.
 *
 * @param name of the zone
 * @param text of the zone with its signatures (RFC 1035 §5)
 * @param anchor the key that validating resolvers are to trust, as a DNSKEY record
 */
public record SignedZone(String name, String text, String anchor) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Signs a zone with a new key; the signatures hold from now for four weeks. */
    public static SignedZone of(String name, String zone) throws IOException {
        return sign(name, zone, List.of());
    }

    /** Signs a zone with a new key, by signatures that do not hold any more. */
    public static SignedZone expired(String name, String zone) throws IOException {
        return sign(name, zone, List.of("-i", "20200101000000", "-e", "20200201000000"));
    }

    /** The zone with another text in place of each of these, whose signatures then are wrong. */
    public SignedZone forged(String original, String forgery) {
        return new SignedZone(name, text.replace(original, forgery), anchor);
    }

    private static SignedZone sign(String name, String zone, List<String> dates) throws IOException {
        try (ScratchDirectory directory = ScratchDirectory.create("postern-dnssec-")) {
            Path file = directory.write("zone", zone);
            Path signed = directory.path().resolve("signed");
            String key = made(directory.path(), name);
            List<String> command =
                    new ArrayList<>(List.of(Peers.path("ldns-signzone"), "-f", signed.toString(), "-o", name));
            command.addAll(dates);
            command.addAll(List.of(file.toString(), key));
            ProgramRun.of(PATIENCE, command).succeeded();
            return new SignedZone(name, Files.readString(signed), Files.readString(Path.of(key + ".key")));
        }
    }

    /** Makes a key; the path that its files have but for their endings. */
    private static String made(Path directory, String name) throws IOException {
        // ldns-keygen writes into the directory where it runs
        String script = "cd \"$1\" && exec \"$2\" -a ECDSAP256SHA256 -k \"$3\"";
        String base = ProgramRun.of(
                        PATIENCE,
                        List.of(
                                Peers.path("sh"),
                                "-c",
                                script,
                                "sh",
                                directory.toString(),
                                Peers.path("ldns-keygen"),
                                name))
                .succeeded()
                .output()
                .strip();
        return directory.resolve(base).toString();
    }
}
