package dev.postern.smtp.sts;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.disk.DurableFiles;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policies in a directory, a file for each domain: a line with what the policy is called, one with when it was fetched, and its text. A file is there
 * whole or not at all, so that several processes may share the directory; the last word counts. What can't be read is as if it were not there.
 */
final class PolicyDirectory implements PolicyStore {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyDirectory.class);
    private static final String ENDING = ".sts";
    private static final int MAX_NAME = 240; // of the 255 octets that file systems take
    private static final int MAX_FILE = 4 * StsPolicy.MAX_TEXT + 200; // a character may take four octets

    private final Path directory;
    private final int most;
    private final Clock clock;
    private final ExecutorService writer;
    private int files;

    /**
     * @param most files at the same time
     * @throws IOException if the directory can't be used; the message names it
     */
    PolicyDirectory(Path directory, int most, Clock clock) throws IOException {
        this.directory = directory;
        this.most = most;
        this.clock = clock;
        DurableFiles.createPrivate(directory);
        if (!Files.isWritable(directory)) {
            throw new IOException(directory + " can't be written by this process");
        }
        this.writer = Executors.newSingleThreadExecutor(new DefaultThreadFactory("postern-mta-sts", true));
    }

    @Override
    public Map<Domain, HeldPolicy> all() {
        Map<Domain, HeldPolicy> all = new HashMap<>();
        Instant now = clock.instant();
        try (DirectoryStream<Path> each = Files.newDirectoryStream(directory, "*" + ENDING)) {
            for (Path file : each) {
                Optional<HeldPolicy> policy = read(file).filter(held -> held.holds(now));
                if (policy.isPresent() && all.size() < most) {
                    all.put(domainOf(file), policy.get());
                } else {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | MalformedAddressException e) {
            LOG.warn("policies of MTA-STS in {} can't be read: {}", directory, e.getMessage());
        }
        files = all.size();
        return all;
    }

    private static Domain domainOf(Path file) {
        String name = file.getFileName().toString();
        return Domain.parse(name.substring(0, name.length() - ENDING.length()));
    }

    private static Optional<HeldPolicy> read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE) {
            return Optional.empty();
        }
        String[] parts = Files.readString(file, StandardCharsets.UTF_8).split("\n", 3);
        try {
            domainOf(file);
            return Optional.of(new HeldPolicy(StsPolicy.parse(parts[2]), parts[0], Instant.parse(parts[1])));
        } catch (MalformedPolicyException
                | MalformedAddressException
                | DateTimeException
                | ArrayIndexOutOfBoundsException torn) {
            return Optional.empty();
        }
    }

    @Override
    public void put(Domain domain, HeldPolicy policy) {
        if (domain.text().length() > MAX_NAME) {
            return;
        }
        try {
            writer.execute(() -> write(domain, policy));
        } catch (RejectedExecutionException closed) {
            LOG.debug("the policy of {} comes too late to be kept", domain);
        }
    }

    private void write(Domain domain, HeldPolicy policy) {
        Path file = directory.resolve(domain.text() + ENDING);
        try {
            boolean isNew = !Files.exists(file);
            if (isNew && files >= most) {
                LOG.debug("the policy of {} is not kept on disk: there are {} already", domain, files);
                return;
            }
            Path made = Files.createTempFile(directory, ".new", null);
            try {
                Files.writeString(
                        made,
                        policy.id() + "\n" + policy.fetched() + "\n"
                                + policy.policy().text(),
                        StandardCharsets.UTF_8);
                DurableFiles.publish(made, file);
            } finally {
                Files.deleteIfExists(made);
            }
            files += isNew ? 1 : 0;
        } catch (IOException e) {
            LOG.warn("the policy of MTA-STS of {} can't be kept in {}: {}", domain, directory, e.getMessage());
        }
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("policies of MTA-STS could not be kept in {} in time", directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
