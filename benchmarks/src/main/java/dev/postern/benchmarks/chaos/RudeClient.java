package dev.postern.benchmarks.chaos;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A kind of client that no server likes; each is one visit. */
enum RudeClient {
    SLOW_COMMAND {
        @Override
        String visit(int port, BooleanSupplier goOn) throws IOException {
            return dribble(port, "NOOP ", goOn, Dialogue::greet);
        }
    },
    SLOW_CONTENT {
        @Override
        String visit(int port, BooleanSupplier goOn) throws IOException {
            return dribble(port, "Subject: ", goOn, client -> client.upToContent("slow"));
        }
    },
    SLOW_HANDSHAKE {
        @Override
        String visit(int port, BooleanSupplier goOn) throws IOException {
            return dribble(port, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001", goOn, client -> {
                client.greet();
                client.say("STARTTLS", "220");
            });
        }
    },
    ENDLESS_LINE {
        @Override
        String visit(int port, BooleanSupplier goOn) throws IOException {
            try (Dialogue client = new Dialogue(port)) {
                client.greet();
                client.send("x".repeat(MEGABYTE));
                return client.reply();
            }
        }
    },
    ENDLESS_HEADER {
        @Override
        String visit(int port, BooleanSupplier goOn) throws IOException {
            try (Dialogue client = new Dialogue(port)) {
                client.upToContent("endless");
                String fields = "X-Endless: and more\r\n".repeat(50_000);
                for (int sent = 0; sent < 12 * MEGABYTE; sent += fields.length()) {
                    client.send(fields);
                }
                return client.say(".");
            }
        }
    },
    MANY_RECIPIENTS {
        @Override
        String visit(int port, BooleanSupplier goOn) throws IOException {
            try (Dialogue client = new Dialogue(port)) {
                client.greet();
                client.say("MAIL FROM:<many@client.test>", "250");
                String batch = "RCPT TO:<someone@postern.test>\r\n".repeat(100);
                String last = "";
                for (int sent = 0; sent < RECIPIENTS; sent += 100) {
                    client.send(batch);
                    for (int i = 0; i < 100; i++) {
                        last = client.reply();
                    }
                }
                return last;
            }
        }
    },
    HUGE_CHUNK {
        @Override
        String visit(int port, BooleanSupplier goOn) throws IOException {
            try (Dialogue client = new Dialogue(port)) {
                client.greet();
                client.envelope("chunk");
                client.send("BDAT 9223372036854775808\r\n");
                client.send(new byte[MEGABYTE]);
                return client.reply();
            }
        }
    },
    ABORTED_CHUNK {
        @Override
        String visit(int port, BooleanSupplier goOn) throws IOException {
            try (Dialogue client = new Dialogue(port)) {
                client.greet();
                client.envelope("chunk");
                client.send("BDAT 999999999999999999 LAST\r\n");
                for (int i = 0; i < 12; i++) {
                    client.send(new byte[MEGABYTE]);
                }
                return LEFT;
            }
        }
    },
    HALF_CLOSED {
        @Override
        String visit(int port, BooleanSupplier goOn) throws IOException {
            try (Dialogue client = new Dialogue(port)) {
                client.upToContent("half");
                client.send("Half a mail");
                client.socket().shutdownOutput();
                return client.reply();
            }
        }
    },
    ABORTED_CONTENT {
        @Override
        String visit(int port, BooleanSupplier goOn) throws IOException {
            Dialogue client = new Dialogue(port);
            client.upToContent("aborted");
            client.send(new byte[MEGABYTE]);
            client.socket().setSoLinger(true, 0); // closes with a reset
            client.close();
            return LEFT;
        }
    },
    FLOOD {
        @Override
        String visit(int port, BooleanSupplier goOn) throws IOException {
            List<Dialogue> open = new ArrayList<>();
            String last = "";
            try {
                for (int i = 0; i < FLOOD_SIZE; i++) {
                    Dialogue client = new Dialogue(port);
                    open.add(client);
                    last = client.reply();
                }
            } finally {
                for (Dialogue client : open) {
                    client.close();
                }
            }
            return last;
        }
    };

    /** The connections of one flood, which are more than {@link #ROOM}. */
    static final int FLOOD_SIZE = 400;

    /** The connections that a listener should have left for all the others. */
    static final int ROOM = 300;

    private static final int MEGABYTE = 1 << 20;
    private static final int RECIPIENTS = 100_000;
    private static final long SECOND = 1_000_000_000L;
    private static final String LEFT = "left";

    /**
     * Visits the server once.
     *
     * @param goOn false when a visit without end should end
     * @return the reply to it, or what else came of it
     * @throws IOException if the server closes, or refuses it earlier
     */
    abstract String visit(int port, BooleanSupplier goOn) throws IOException;

    /** What a slow client does at its usual pace before. */
    @FunctionalInterface
    private interface Opening {
        void play(Dialogue client) throws IOException;
    }

    private static String dribble(int port, String octets, BooleanSupplier goOn, Opening opening) throws IOException {
        try (Dialogue client = new Dialogue(port)) {
            opening.play(client);
            Socket socket = client.socket();
            for (int i = 0; goOn.getAsBoolean() && socket.getInputStream().available() == 0; i++) {
                client.send(octets.substring(i % octets.length(), i % octets.length() + 1));
                LockSupport.parkNanos(SECOND);
            }
            return goOn.getAsBoolean() ? client.reply() : LEFT;
        }
    }
}
