package dev.postern.benchmarks.chaos.redeploy;

import java.io.IOException;
import java.util.Locale;

/** What is deployed anew. */
public enum Subject {
    /** One of two applications that share a listener: the other one must not notice. */
    BEAN {
        @Override
        void redeploy(Bed bed) throws IOException {
            bed.redeployLeft();
        }
    },
    /** The adapter, with both applications. */
    ADAPTER {
        @Override
        void redeploy(Bed bed) throws IOException {
            bed.redeployAdapter();
        }
    },
    /** The gateway: adapter and beans in one archive. */
    GATEWAY {
        @Override
        void redeploy(Bed bed) throws IOException {
            bed.redeployGateway();
        }
    };

    abstract void redeploy(Bed bed) throws IOException;

    /** In the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
