package dev.postern.benchmarks.chaos.source;

import dev.postern.testkit.ConnectWorker;
import java.io.IOException;
import java.util.Locale;

/** What befalls the gateway while clients send. */
public enum Disturbance {
    /** The worker is killed, and starts again. */
    KILL {
        @Override
        void befall(SourceBed bed, Senders senders) throws IOException {
            bed.worker().kill();
            bed.restartWorker();
            bed.awaitConnector();
        }
    },
    /** The worker ends in order, and starts again. */
    SHUTDOWN {
        @Override
        void befall(SourceBed bed, Senders senders) throws IOException {
            bed.stop(bed.worker()::close);
            bed.restartWorker();
            bed.awaitConnector();
        }
    },
    /** The connector is stopped and goes on, by REST. */
    STOP {
        @Override
        void befall(SourceBed bed, Senders senders) throws IOException {
            bed.stop(() -> bed.worker().stop(SourceBed.CONNECTOR));
            bed.worker().resume(SourceBed.CONNECTOR);
            bed.awaitConnector();
        }
    },
    /** The connector is paused until a mail is put off, and resumed. */
    PAUSE {
        @Override
        void befall(SourceBed bed, Senders senders) throws IOException {
            ConnectWorker worker = bed.worker();
            worker.pause(SourceBed.CONNECTOR);
            senders.awaitPutOff(SourceBed.deadline().multipliedBy(2));
            worker.resume(SourceBed.CONNECTOR);
            bed.awaitConnector();
        }
    },
    /** Connector and task are started anew, by REST. */
    RESTART {
        @Override
        void befall(SourceBed bed, Senders senders) throws IOException {
            bed.worker().restartConnector(SourceBed.CONNECTOR);
            bed.awaitConnector();
        }
    },
    /** The broker is killed, stays away until a mail is put off, and starts again. */
    BROKER {
        @Override
        void befall(SourceBed bed, Senders senders) throws IOException {
            bed.broker().kill();
            senders.awaitPutOff(SourceBed.deadline().multipliedBy(2));
            bed.broker().restart();
            bed.awaitConnector();
        }
    };

    abstract void befall(SourceBed bed, Senders senders) throws IOException;

    /** In the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
