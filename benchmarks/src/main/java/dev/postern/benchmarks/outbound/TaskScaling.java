package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.result.Row;
import dev.postern.benchmarks.result.Sample;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How much faster three tasks are than one, where the receiver is slow and each task keeps to a number of connections. */
final class TaskScaling {
    /** The name of the row of three tasks. */
    static final String SCENARIO = "tasks-3";

    /** The rate of three tasks over that of one. */
    static final String RATIO = "tasks-1";

    private static final int TASKS = 3;
    private static final int CONNECTIONS = 10;
    private static final int MAILS_OF_TASK = 600;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private TaskScaling() {}

    /** Measures it. */
    static List<Row> rows(Bed bed, PrintWriter progress) throws IOException {
        try (SlowReceiver receiver = new SlowReceiver(PAUSE)) {
            Sample one = run(1, bed, receiver, progress);
            Sample three = run(TASKS, bed, receiver, progress);
            double ratio = Row.ratio(three.messagesPerSecond(), one.messagesPerSecond());
            List<Row> rows = new ArrayList<>();
            rows.add(Row.of(Comparison.POSTERN, RATIO, one, Map.of()));
            rows.add(Row.of(Comparison.POSTERN, SCENARIO, three, Map.of(RATIO, ratio)));
            return rows;
        }
    }

    private static Sample run(int tasks, Bed bed, SlowReceiver receiver, PrintWriter progress) throws IOException {
        String name = "tasks-" + tasks;
        ConnectPeer.Source source = bed.source(name, TASKS, Records.MAILS);
        String settings = Connectors.postern(name, receiver.port(), tasks, CONNECTIONS, "");
        try (ConnectPeer peer = bed.postern(name, settings, source, receiver)) {
            peer.run(Size.SMALL, tasks * CONNECTIONS * 2);
            Sample sample = peer.run(Size.SMALL, tasks * MAILS_OF_TASK);
            progress.printf(Locale.ROOT, "%s: %.0f msgs/s%n", name, sample.messagesPerSecond());
            progress.flush();
            return sample;
        }
    }
}
