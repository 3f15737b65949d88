package dev.postern.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandTest {
    @ParameterizedTest
    @CsvSource({
        "'', 'Say what to measure: inbound, outbound, source, mdb or auth'",
        "auth --millis 0, --millis is 0",
        "inbound --runs 2, --runs is 2",
        "outbound --runs 2, --runs is 2",
        "outbound --mails -1, --mails is -1",
        "outbound --parts half, Invalid value for option '--parts'",
        "source --mails -1, --mails is -1",
        "source --scenarios 4k-s2, Invalid value for option '--scenarios'",
        "inbound --messages -1, --messages is -1",
        "mdb --runs 2, --runs is 2",
        "mdb --messages -1, --messages is -1",
        "inbound --json /no/such/directory/rows.json, must be a file",
        "inbound --json /, must be a file",
    })
    void aMistakeIsNamedInOneLine(String arguments, String complaint) {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new BenchCommand()).setErr(new PrintWriter(err));
        String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ", -1);
        assertEquals(CommandLine.ExitCode.USAGE, command.execute(words));
        assertTrue(err.toString().lines().findFirst().orElse("").contains(complaint), err.toString());
    }
}
