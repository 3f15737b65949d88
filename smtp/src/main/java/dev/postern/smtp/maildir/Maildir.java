package dev.postern.smtp.maildir;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.WithoutFields;
import dev.postern.smtp.disk.DurableFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A mailbox that mail is delivered to, for our own user alone. Safe for use by several threads and processes. */
public final class Maildir {
    private static final Set<OpenOption> NEW_FILE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final AtomicLong DELIVERIES = new AtomicLong();
    private static final String HOST = host();

    private final Path base;
    private final Path directory;

    /**
     * A mailbox, which is made with its first mail.
     *
     * @param base what must be there before, so that nothing is written beside a disk that is not mounted
     * @param directory below the base, or the base itself
     * @throws IllegalArgumentException if it is elsewhere
     */
    public Maildir(Path base, Path directory) {
        this.base = base.normalize();
        this.directory = directory.normalize();
        if (!this.directory.startsWith(this.base)) {
            throw new IllegalArgumentException(directory + " is not below " + base);
        }
    }

    /**
     * Delivers a mail for one recipient; it is on the disk when this returns.
     *
     * @param message stays open
     * @throws IOException if that can't be done; the message names the directory. Then nobody sees anything of the mail, unless it is the last step that failed
     */
    public void deliver(Envelope envelope, Address recipient, Message message) throws IOException {
        Path fresh = directory.resolve("new");
        Path unfinished = directory.resolve("tmp");
        make(unfinished);
        make(fresh);
        make(directory.resolve("cur"));
        String name = uniqueName();
        Path file = unfinished.resolve(name);
        try {
            write(file, envelope, recipient, WithoutFields.outgoing(message));
            DurableFiles.move(file, fresh.resolve(name));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void make(Path wanted) throws IOException {
        if (Files.isDirectory(wanted)) {
            return;
        }
        if (wanted.equals(base)) {
            throw new IOException(base + " is no directory: make it, or mount its disk");
        }
        Path parent = wanted.getParent();
        if (parent == null) {
            throw new IOException(wanted + " is no directory");
        }
        make(parent);
        try {
            Files.createDirectory(wanted, only(wanted, "rwx------"));
        } catch (FileAlreadyExistsException e) { // another delivery has made it, if it is one
            if (!Files.isDirectory(wanted)) {
                throw new IOException(wanted + " is no directory", e);
            }
        }
        DurableFiles.forceDirectory(parent);
    }

    private static void write(Path file, Envelope envelope, Address recipient, Message message) throws IOException {
        Address sender = envelope.reversePath();
        // RFC 5321 §4.4: final delivery writes the reverse-path down
        String fields = "Return-Path: <" + (sender == null ? "" : sender) + ">\r\nDelivered-To: " + recipient + "\r\n";
        boolean lines = envelope.body() != Envelope.Body.BINARY_MIME; // else a CRLF may be a picture's
        try (FileChannel channel = FileChannel.open(file, NEW_FILE, only(file, "rw-------"))) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 16 << 10);
            OutputStream content = lines ? new LineFeeds(out) : out;
            content.write(fields.getBytes(StandardCharsets.UTF_8));
            try (InputStream in = message.open()) {
                in.transferTo(content);
            }
            content.flush();
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] only(Path file, String permissions) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** As the format asks for: the time, what is unique on this host, and the host. */
    private static String uniqueName() {
        Instant now = Instant.now();
        return now.getEpochSecond() + ".M" + now.getNano() / 1_000 + "P"
                + ProcessHandle.current().pid() + "Q" + DELIVERIES.incrementAndGet() + "R"
                + Long.toHexString(ThreadLocalRandom.current().nextLong()) + "." + HOST;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost()
                    .getHostName()
                    .replace("/", "\\057")
                    .replace(":", "\\072");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** The directory. */
    @Override
    public String toString() {
        return directory.toString();
    }
}
