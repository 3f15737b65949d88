package dev.postern.cli;

import dev.postern.mail.Address;
import dev.postern.smtp.discovery.Discovered;
import dev.postern.smtp.discovery.Discovery;
import dev.postern.smtp.discovery.DiscoverySettings;
import dev.postern.smtp.provider.MailService;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern discover}: where the mail servers of a user are. */
@Command(
        name = "postern discover",
        description =
                "Finds the servers by which the user of an address sends and reads mail, and prints what a sink connector needs to send through"
                        + " them. Asks DNS and connects to servers, but never asks for a password and never shows one. Exits with 1 where none is found.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class DiscoverCommand implements Callable<Integer> {
    private static final int NOTHING_FOUND = 1;

    private final Network network;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ADDRESS", description = "The user's address, such as susan@example.org.")
    private Address address;

    @Option(
            names = "--dns",
            paramLabel = "SERVER",
            description =
                    "A server to ask in place of those that this machine asks, such as 192.0.2.53 or 192.0.2.53:5353.")
    private List<InetSocketAddress> dns = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to look for the servers of each service at most. Default: ${DEFAULT-VALUE}.")
    private int timeout = 30;

    @Option(
            names = "--private-addresses",
            description = "Also try servers whose addresses are not of the public Internet.")
    private boolean privateAddresses;

    DiscoverCommand(Network network) {
        this.network = network;
    }

    /** Runs the command line and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(commandLine(Network.ofThisMachine()).execute(arguments));
    }

    static CommandLine commandLine(Network network) {
        return new CommandLine(new DiscoverCommand(network))
                .registerConverter(Address.class, Address::parse)
                .registerConverter(InetSocketAddress.class, Network::dnsServer)
                .setExecutionExceptionHandler((failure, line, parsed) -> reported(failure, line));
    }

    @Override
    public Integer call() throws IOException {
        if (timeout < 1) {
            throw new IllegalArgumentException("--timeout is at least 1 second");
        }
        DiscoverySettings settings = DiscoverySettings.STANDARD
                .withDeadline(Duration.ofSeconds(timeout))
                .withPrivateAddresses(privateAddresses);
        List<Discovered> all;
        try (Network.Connected connected = network.connect(dns)) {
            all = discovered(connected.discovery(settings));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(new DiscoveryReport(address, all));
        out.flush();
        boolean any = all.stream().anyMatch(each -> each.finding().isPresent());
        return any ? CommandLine.ExitCode.OK : NOTHING_FOUND;
    }

    private List<Discovered> discovered(Discovery discovery) {
        List<CompletableFuture<Discovered>> all = Stream.of(MailService.values())
                .map(service -> discovery.find(address.domain(), service).toCompletableFuture())
                .toList();
        return all.stream().map(CompletableFuture::join).toList();
    }

    // What a user can mend: addresses and the machine's name.
    private static int reported(Exception failure, CommandLine line) throws Exception {
        if (failure instanceof IOException || failure instanceof IllegalArgumentException) {
            PrintWriter err = line.getErr();
            err.println("postern discover: " + failure.getMessage());
            err.flush();
            return CommandLine.ExitCode.USAGE;
        }
        throw failure;
    }
}
