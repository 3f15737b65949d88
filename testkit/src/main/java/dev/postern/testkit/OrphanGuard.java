package dev.postern.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Ends the programs that this JVM has started if the JVM itself is killed, and so can't: a shell that is told of each of them, and that
 * the end of a pipe wakes which only this JVM holds.
 */
final class OrphanGuard {
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            orphans=' '
            while read -r event pid; do
                case $event in
                    started) orphans="$orphans$pid " ;;
                    ended) orphans="${orphans%% $pid *} ${orphans#* $pid }" ;;
                esac
            done
            for pid in $orphans; do kill -9 $pid; done
            """;

    private static @Nullable Process guard;

    private OrphanGuard() {}

    /** Guards a program until it ends. */
    static synchronized void watch(Process child) throws IOException {
        if (guard == null || !guard.isAlive()) {
            guard = new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        }
        OutputStream pipe = guard.getOutputStream();
        tell(pipe, "started", child);
        child.onExit().thenRun(() -> {
            try {
                tell(pipe, "ended", child);
            } catch (IOException e) { // the guard has been ended, and guards nothing
                return;
            }
        });
    }

    private static void tell(OutputStream pipe, String event, Process child) throws IOException {
        byte[] line = (event + ' ' + child.pid() + '\n').getBytes(StandardCharsets.US_ASCII);
        synchronized (pipe) {
            pipe.write(line);
            pipe.flush();
        }
    }
}
