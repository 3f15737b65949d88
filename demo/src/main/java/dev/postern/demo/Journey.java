package dev.postern.demo;

import dev.postern.smtp.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A mail's way from a client through an entrance, a topic and the sink to the receiver; each hop is printed with its time. */
final class Journey {
    /** The gateway's id of a mail, as it stands in the 250. */
    private static final Pattern MAIL_ID = Pattern.compile("\\b[0-9A-HJKMNP-TV-Z]{26}\\b");

    private final Sender sender;
    private final Topics topics;
    private final Receiver receiver;
    private final Console console;
    private final Duration patience;

    /** @param patience for each hop */
    Journey(Sender sender, Topics topics, Receiver receiver, Console console, Duration patience) {
        this.sender = sender;
        this.topics = topics;
        this.receiver = receiver;
        this.console = console;
        this.patience = patience;
    }

    /**
     * Sends a mail into this entrance, and follows it to its end.
     *
     * @throws DemoException if a hop fails; names it
     */
    void follow(Entrance entrance) throws InterruptedException {
        console.print("\nA mail: SMTP -> " + entrance.name() + " -> topic " + entrance.topic()
                + " -> sink -> SMTP   (ms since it was sent)");
        Instant sent = Instant.now();
        Reply reply = send(entrance);
        Instant accepted = Instant.now();
        String id = id(entrance, reply);

        String toTopic = entrance.carrier() + " -> topic " + entrance.topic();
        ConsumerRecord<?, ?> record = topics.find(entrance.topic(), id, patience)
                .orElseThrow(() -> new DemoException(toTopic, "no record of mail " + id + " within " + patience));
        console.hop(
                Duration.between(sent, Instant.ofEpochMilli(record.timestamp())),
                toTopic,
                "partition " + record.partition() + ", offset " + record.offset() + ", mail " + id);
        console.hop(
                Duration.between(sent, accepted),
                entrance.name() + " -> SMTP client, now that it is stored",
                reply.toString());

        Receiver.Arrival arrival = arrival(entrance, id);
        console.hop(
                Duration.between(sent, arrival.at()),
                toReceiver(entrance),
                arrival.envelope().recipients() + " has it as " + arrival.file());
        show(arrival);
    }

    private Reply send(Entrance entrance) throws InterruptedException {
        String hop = hopIn(entrance);
        console.hop(Duration.ZERO, hop, "connects to 127.0.0.1:" + entrance.port());
        try {
            return sender.send(
                    entrance.port(),
                    "Through the " + entrance.name(),
                    "This mail came in by SMTP,\nwas stored in the topic " + entrance.topic()
                            + ",\nand went out by SMTP again\n");
        } catch (IOException e) {
            throw new DemoException(hop, e);
        }
    }

    private static String id(Entrance entrance, Reply reply) {
        Matcher id = MAIL_ID.matcher(reply.text());
        if (!id.find()) {
            throw new DemoException(hopIn(entrance), "the reply names no id: " + reply);
        }
        return id.group();
    }

    private Receiver.Arrival arrival(Entrance entrance, String id) throws InterruptedException {
        try {
            return receiver.await(id, patience)
                    .orElseThrow(() -> new DemoException(
                            toReceiver(entrance), "mail " + id + " did not arrive within " + patience));
        } catch (IOException e) {
            throw new DemoException(toReceiver(entrance), e);
        }
    }

    private void show(Receiver.Arrival arrival) {
        try {
            console.message(arrival.content());
        } catch (IOException e) {
            throw new DemoException("mail " + arrival.file(), e);
        }
    }

    private static String hopIn(Entrance entrance) {
        return "SMTP client -> " + entrance.name();
    }

    private static String toReceiver(Entrance entrance) {
        return "topic " + entrance.topic() + " -> sink -> receiving SMTP server";
    }
}
