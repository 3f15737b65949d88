package dev.postern.benchmarks.chaos.sink;

import dev.postern.testkit.ConnectWorker;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What befalls the gateway while mail flows. */
public enum Disturbance {
    /** The only worker is killed, and starts again. */
    KILL {
        @Override
        void befall(SinkBed bed, Moments moments) throws IOException {
            ConnectWorker worker = bed.workers().get(0);
            moments.note(bed);
            worker.kill();
            moments.note(bed);
            worker.restart();
            bed.awaitConnector();
        }
    },
    /** The broker is killed, and starts again. */
    BROKER {
        @Override
        void befall(SinkBed bed, Moments moments) throws IOException {
            moments.note(bed);
            bed.broker().kill();
            moments.note(bed);
            bed.broker().restart();
            moments.note(bed);
        }
    },
    /** Two workers join, and leave again. */
    REBALANCE {
        @Override
        void befall(SinkBed bed, Moments moments) throws IOException {
            for (int i = 0; i < 2; i++) {
                moments.note(bed);
                bed.addWorker();
                bed.awaitConnector();
                moments.note(bed);
            }
            for (int i = 0; i < 2; i++) {
                moments.note(bed);
                bed.removeWorker();
                bed.awaitConnector();
                moments.note(bed);
            }
        }
    },
    /** The connector is paused, resumed, and started anew. */
    RESTART {
        @Override
        void befall(SinkBed bed, Moments moments) throws IOException {
            ConnectWorker worker = bed.workers().get(0);
            moments.note(bed);
            worker.pause(SinkBed.CONNECTOR);
            worker.resume(SinkBed.CONNECTOR);
            bed.awaitConnector();
            moments.note(bed);
            worker.restartConnector(SinkBed.CONNECTOR);
            moments.note(bed);
            bed.awaitConnector();
        }
    };

    private static final Duration BOUND = Duration.ofSeconds(1);

    /** Whether it is one moment at which partitions change hands; else that happens at any time until it is over. */
    boolean isMoment() {
        return this == KILL;
    }

    abstract void befall(SinkBed bed, Moments moments) throws IOException;

    /** In the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What was on the wire when it befell: where that is not one moment, at any time until it is over. */
    static final class Moments {
        private final Set<Integer> onTheWire = ConcurrentHashMap.newKeySet();

        void note(SinkBed bed) {
            onTheWire.addAll(bed.proxy().onTheWire(BOUND));
        }

        Set<Integer> onTheWire() {
            return onTheWire;
        }
    }
}
