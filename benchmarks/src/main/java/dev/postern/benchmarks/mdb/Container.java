package dev.postern.benchmarks.mdb;

import dev.postern.benchmarks.inbound.Clients;
import dev.postern.benchmarks.process.ApplicationKit;
import dev.postern.benchmarks.process.BeanArchive;
import dev.postern.benchmarks.process.JavaServer;
import dev.postern.benchmarks.process.MeasuredProcess;
import dev.postern.benchmarks.process.ServerJvm;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.PayaraMicro;
import dev.postern.testkit.WildFly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An application server with both beans.
 *
 * @param name as in tables and JSON
 * @param ports of the beans' listeners
 */
record Container(String name, MeasuredProcess process, Map<Attribute, Integer> ports) implements AutoCloseable {
    /** Payara Micro in rows. */
    static final String PAYARA_MICRO = "mdb";

    /** WildFly in rows. */
    static final String WILDFLY = "mdb-wildfly";

    private static final List<String> JVM = List.of(JavaServer.HEAP);

    static Container payaraMicro(ApplicationKit kit, Path directory) throws IOException {
        Map<Attribute, Integer> ports = freePorts();
        PayaraMicro.Builder server = PayaraMicro.builder(kit.payaraMicro()).jvm(JVM);
        settings(ports).forEach(server::property);
        PayaraMicro started =
                server.deploy(kit.adapter()).deploy(beans(directory)).start(directory);
        return new Container(PAYARA_MICRO, new ServerJvm("payara micro", started.pid(), started::close), ports);
    }

    static Container wildFly(ApplicationKit kit, Path directory) throws IOException {
        Map<Attribute, Integer> ports = freePorts();
        WildFly.Builder server = WildFly.builder(kit.wildFly()).jvm(JVM);
        settings(ports).forEach(server::property);
        WildFly started = server.deploy(kit.adapter()).deploy(beans(directory)).start(directory);
        return new Container(WILDFLY, new ServerJvm("wildfly", started.pid(), started::close), ports);
    }

    int port(Attribute attribute) {
        return ports.getOrDefault(attribute, 0);
    }

    @Override
    public void close() {
        process.close();
    }

    private static Path beans(Path directory) throws IOException {
        return BeanArchive.write(directory.resolve("beans.war"), Container.class.getPackageName() + ".bean");
    }

    private static Map<Attribute, Integer> freePorts() throws IOException {
        Map<Attribute, Integer> ports = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            ports.put(attribute, FreePort.onLoopback());
        }
        return ports;
    }

    private static Map<String, String> settings(Map<Attribute, Integer> ports) {
        Map<String, String> settings = new LinkedHashMap<>();
        ports.forEach((attribute, port) -> {
            settings.put("postern." + attribute.label() + ".listen.port", String.valueOf(port));
            settings.put("postern." + attribute.label() + ".accepted.domains", Clients.DOMAIN);
        });
        return settings;
    }
}
