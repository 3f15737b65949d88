package dev.postern.cli;

import dev.postern.mail.dkim.DkimKeyPair;
import dev.postern.mail.dkim.DkimName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "keygen",
        description =
                "Writes a new private key to a file that only you can read, and prints the DNS record that the domain has to publish.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class GenerateDkimKey implements Callable<Integer> {
    /** The kinds of keys, by the names that are written. */
    enum Kind {
        RSA,
        ED25519
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DOMAIN", description = "The domain that signs, such as example.org.")
    private String domain;

    @Parameters(
            paramLabel = "SELECTOR",
            description = "A name for the key, which no key of the domain had before, such as r2027.")
    private String selector;

    @Parameters(paramLabel = "FILE", description = "The file to write; there must be none of this name.")
    private Path file;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "rsa, which all receivers know, or ed25519, to sign with besides. Default: ${DEFAULT-VALUE}.",
            defaultValue = "rsa")
    private Kind kind;

    @Option(
            names = "--bits",
            paramLabel = "N",
            description = "The length of an RSA key, 1024 to 4096. Default: ${DEFAULT-VALUE}.")
    private int bits = DkimKeyPair.STANDARD_RSA_BITS;

    @Override
    public Integer call() throws IOException {
        DkimName name = DkimName.of(domain, selector);
        DkimKeyPair pair = kind == Kind.RSA ? DkimKeyPair.rsa(bits) : DkimKeyPair.ed25519();
        PrivateFile.write(file, pair.pem());
        PrintWriter out = spec.commandLine().getOut();
        out.println("; The private key is in " + file + ". Publish this, and sign with the key when DNS shows it:");
        out.println(TxtRecord.line(name.toString(), pair.record()));
        out.println(
                "; The line for the file that dkim.keys names, with a date such as 2027-01-01 in place of - to sign from then on:");
        out.println("; " + name.domain() + " " + name.selector() + " - " + file.toAbsolutePath());
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
