package dev.postern.mail.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A DNS server on a loopback port that answers by a script, however wrong, by UDP and TCP. */
final class ScriptedDns implements AutoCloseable {
    private final DatagramSocket datagrams;
    private final ServerSocket connections;
    private final List<Message> questions = new CopyOnWriteArrayList<>();
    private final Script script;

    /** What it answers. */
    @FunctionalInterface
    interface Script {
        /**
         * @param number of the question, from 1
         * @return the octets of the response, or null to say nothing
         */
        byte[] answer(Message query, int number, boolean tcp) throws IOException;
    }

    private ScriptedDns(DatagramSocket datagrams, ServerSocket connections, Script script) {
        this.datagrams = datagrams;
        this.connections = connections;
        this.script = script;
    }

    static ScriptedDns answering(Script script) throws IOException {
        return answering(InetAddress.getLoopbackAddress(), script);
    }

    /** @param at an address of this machine */
    static ScriptedDns answering(InetAddress at, Script script) throws IOException {
        ServerSocket connections = new ServerSocket(0, 50, at);
        DatagramSocket datagrams = new DatagramSocket(connections.getLocalPort(), at);
        ScriptedDns peer = new ScriptedDns(datagrams, connections, script);
        start(peer::serveDatagrams);
        start(peer::serveConnections);
        return peer;
    }

    /** Answers every question with these records, which may be of any name. */
    static ScriptedDns answering(Record... records) throws IOException {
        return answering((query, number, tcp) -> response(query, 0, records).toWire());
    }

    /** A response to the query. */
    static Message response(Message query, int rcode, Record... answers) {
        Message response = new Message(query.getHeader().getID());
        response.getHeader().setFlag(Flags.QR);
        response.getHeader().setFlag(Flags.RA);
        response.getHeader().setRcode(rcode);
        response.addRecord(query.getQuestion(), Section.QUESTION);
        for (Record answer : answers) {
            response.addRecord(answer, Section.ANSWER);
        }
        return response;
    }

    /** A record such as {@code ("a.example", A, 60, "192.0.2.1")}. */
    static Record record(String name, int type, long ttl, String data) {
        try {
            return Record.fromString(Name.fromString(name, Name.root), type, 1, ttl, data, Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Record a(String name, long ttl, String address) {
        return record(name, Type.A, ttl, address);
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(datagrams.getLocalAddress(), datagrams.getLocalPort());
    }

    /** What it was asked so far. */
    List<Message> questions() {
        return questions;
    }

    @Override
    public void close() throws IOException {
        datagrams.close();
        connections.close();
    }

    private void serveDatagrams() throws IOException {
        byte[] buffer = new byte[4_096];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            datagrams.receive(packet);
            byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()), false);
            if (answer != null) {
                datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        }
    }

    private void serveConnections() throws IOException {
        while (true) {
            try (Socket connection = connections.accept()) {
                DataInputStream in = new DataInputStream(connection.getInputStream());
                byte[] answer = answer(in.readNBytes(in.readUnsignedShort()), true);
                if (answer != null) {
                    DataOutputStream out = new DataOutputStream(connection.getOutputStream());
                    out.writeShort(answer.length);
                    out.write(answer);
                    out.flush();
                    in.read(); // until the asker has it
                }
            }
        }
    }

    private synchronized byte[] answer(byte[] query, boolean tcp) throws IOException {
        Message question = new Message(query);
        questions.add(question);
        return script.answer(question, questions.size(), tcp);
    }

    private static void start(Loop loop) {
        Thread thread = new Thread(
                () -> {
                    try {
                        loop.run();
                    } catch (SocketException closed) {
                        return;
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "scripted-dns");
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Loop {
        void run() throws IOException;
    }
}
