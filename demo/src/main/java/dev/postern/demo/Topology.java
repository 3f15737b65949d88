package dev.postern.demo;

import dev.postern.testkit.ConnectWorker;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.KafkaBroker;
import dev.postern.testkit.PayaraMicro;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The parts, all running.
 *
 * @param entrances the application server's and the source connector's
 */
record Topology(List<Entrance> entrances, Topics topics, KafkaBroker broker, ConnectWorker worker, Receiver receiver) {
    private static final String APPLICATION_TOPIC = "mail-from-app-server";
    private static final String CONNECT_TOPIC = "mail-from-connect";
    private static final Duration CONNECTOR_PATIENCE = Duration.ofSeconds(60);

    /** Starts parts from the kit, with their files in the workspace. */
    record Starter(Kit kit, Workspace workspace, Parts parts) {
        /**
         * Starts all.
         *
         * @param onArrival is told of each mail that reaches the end
         * @throws DemoException if one does not start; names it
         */
        Topology start(Consumer<Receiver.Arrival> onArrival) throws InterruptedException {
            Receiver receiver = receiver(onArrival);
            KafkaBroker broker = broker();
            Topics topics = new Topics(broker.bootstrapServers());
            topics.create(List.of(APPLICATION_TOPIC, CONNECT_TOPIC));
            // takes longest: meanwhile the others start
            CompletableFuture<Entrance> application =
                    CompletableFuture.supplyAsync(() -> applicationServer(broker.bootstrapServers()));
            ConnectWorker worker = worker(broker.bootstrapServers());
            Entrance source = source(worker);
            sink(worker, receiver.port());
            return new Topology(List.of(started(application), source), topics, broker, worker, receiver);
        }

        private static Entrance started(CompletableFuture<Entrance> entrance) {
            try {
                return entrance.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof DemoException failure ? failure : e;
            }
        }

        private Receiver receiver(Consumer<Receiver.Arrival> onArrival) {
            return parts.start(
                    "receiving SMTP server",
                    () -> new Receiver(workspace.directory(Workspace.RECEIVED), onArrival),
                    receiver -> "SMTP on 127.0.0.1:" + receiver.port(),
                    receiver -> new CompletableFuture<>()); // it lives in our own process
        }

        private KafkaBroker broker() {
            return parts.start(
                    "Kafka broker",
                    () -> KafkaBroker.builder(kit.kafkaClassPath()).start(workspace.path()),
                    KafkaBroker::bootstrapServers,
                    KafkaBroker::onExit);
        }

        private ConnectWorker worker(String bootstrapServers) {
            return parts.start(
                    "Connect worker",
                    () -> ConnectWorker.builder(kit.kafkaClassPath(), bootstrapServers, kit.pluginPath())
                            .start(workspace.path()),
                    worker -> String.valueOf(worker.url()),
                    ConnectWorker::onExit);
        }

        private Entrance applicationServer(String bootstrapServers) {
            int port = freePort("application server");
            PayaraMicro.Builder server = PayaraMicro.builder(kit.payaraMicro())
                    .property("java.io.tmpdir", workspace.path().toString())
                    .property("postern.gateway.listen.port", String.valueOf(port))
                    .property("postern.kafka.bootstrap.servers", bootstrapServers)
                    .property("postern.kafka.topic", APPLICATION_TOPIC);
            for (Path archive : kit.archives()) {
                server.deploy(archive);
            }
            parts.start(
                    "application server",
                    () -> server.start(workspace.path()),
                    started -> "SMTP on 127.0.0.1:" + port + " -> MDB -> topic " + APPLICATION_TOPIC,
                    PayaraMicro::onExit);
            return new Entrance("application server", port, "MDB", APPLICATION_TOPIC);
        }

        private Entrance source(ConnectWorker worker) {
            String name = "connector " + Connectors.SOURCE;
            int port = freePort(name);
            parts.step(
                    name,
                    () -> run(worker, Connectors.SOURCE, Connectors.source(port, CONNECT_TOPIC)),
                    running -> "SMTP on 127.0.0.1:" + port + " -> topic " + CONNECT_TOPIC);
            return new Entrance("source connector", port, "source connector", CONNECT_TOPIC);
        }

        private void sink(ConnectWorker worker, int relayPort) {
            parts.step(
                    "connector " + Connectors.SINK,
                    () -> run(
                            worker,
                            Connectors.SINK,
                            Connectors.sink(List.of(APPLICATION_TOPIC, CONNECT_TOPIC), relayPort)),
                    running -> "both topics -> SMTP to 127.0.0.1:" + relayPort);
        }

        private static ConnectWorker run(ConnectWorker worker, String name, String settings) throws IOException {
            worker.configure(name, settings);
            worker.awaitRunning(name, CONNECTOR_PATIENCE);
            return worker;
        }

        private static int freePort(String hop) {
            try {
                return FreePort.onLoopback();
            } catch (IOException e) {
                throw new DemoException(hop, e);
            }
        }
    }
}
