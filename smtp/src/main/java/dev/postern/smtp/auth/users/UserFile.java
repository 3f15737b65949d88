package dev.postern.smtp.auth.users;

import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.Credentials;
import dev.postern.smtp.auth.ScramLookup;
import dev.postern.smtp.auth.ScramVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An authenticator that knows the users of a file, in UTF-8, a line each: {@code name:bcrypt} or {@code name:bcrypt:verifier}, where
 * bcrypt is a hash such as {@code htpasswd -B} makes, and verifier is that of {@link ScramVerifier}. Blank lines and those that begin
 * with # are skipped; {@code @decoy} and 32 octets in base64 is the key from which unknown users get their salts for SCRAM.
 *
 * <p>A changed file is read within some seconds. A file that can't be used then is reported to the log, and the users stay as they were.
 *
 * <p>Comparing a hash takes time: it runs on two threads with a bounded queue, and what exceeds it is {@link AuthResult.Unavailable}.
 */
public final class UserFile implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(UserFile.class);
    private static final int THREADS = 2;
    private static final int QUEUE = 64;
    private static final AuthResult OVERLOADED = new AuthResult.Unavailable("too many logins at once");
    private static final AuthResult WRONG = new AuthResult.Refused("unknown user or wrong password");

    private final Path file;
    private final Executor hashing;
    private final Runnable stop;
    private volatile FileStamp stamp;
    private volatile UserTable table;

    UserFile(Path file, Executor hashing, Runnable stop) throws IOException {
        this.file = file;
        this.hashing = hashing;
        this.stop = stop;
        this.stamp = FileStamp.of(file); // first: a change while reading is seen later
        this.table = UserTable.read(file);
    }

    /**
     * Reads the file, and begins to watch it.
     *
     * @throws IOException if the file can't be read, can be read or written by other users, or has a malformed line; the message names
     *     file, line and reason
     */
    public static UserFile open(Path file) throws IOException {
        ThreadPoolExecutor hashing = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), threads("postern-login"));
        hashing.allowCoreThreadTimeOut(true);
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(threads("postern-users"));
        Runnable stop = () -> {
            watch.shutdownNow();
            hashing.shutdown(); // logins that wait get their answer
        };
        try {
            UserFile users = new UserFile(file, hashing, stop);
            watch.scheduleWithFixedDelay(users::refresh, 1, 1, TimeUnit.SECONDS);
            return users;
        } catch (IOException e) {
            stop.run();
            throw e;
        }
    }

    /**
     * Reads the file to see whether it can be used.
     *
     * @throws IOException as {@link #open}
     */
    public static void check(Path file) throws IOException {
        UserTable.read(file);
    }

    @Override
    public Set<Kind> kinds() {
        return EnumSet.of(Kind.PASSWORD, Kind.SCRAM_VERIFIER);
    }

    @Override
    public CompletionStage<AuthResult> authenticate(Credentials credentials) {
        if (!(credentials instanceof Credentials.Password password)) {
            return CompletableFuture.completedFuture(new AuthResult.Refused("not a password"));
        }
        try {
            return CompletableFuture.supplyAsync(() -> judge(password), hashing);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(OVERLOADED);
        }
    }

    @Override
    public CompletionStage<ScramLookup> scramVerifier(String name) {
        UserTable current = table;
        UserLine user = current.find(name);
        ScramVerifier verifier = user == null ? null : user.verifier();
        return CompletableFuture.completedFuture(
                verifier == null ? new ScramLookup.Unknown(current.decoy(name)) : new ScramLookup.Found(verifier));
    }

    @Override
    public void close() {
        stop.run();
    }

    /** Reads the file again if it has changed. */
    void refresh() {
        FileStamp now = FileStamp.of(file);
        if (now.equals(stamp)) {
            return;
        }
        stamp = now;
        try {
            table = UserTable.read(file);
            LOG.info("Read {} users of {}", table.users().size(), file);
        } catch (IOException | RuntimeException e) { // a failure must not end the watch
            LOG.error("The users stay as they were: {}", e.toString());
        }
    }

    private AuthResult judge(Credentials.Password password) {
        UserTable current = table;
        UserLine user = current.find(password.user());
        boolean right = Bcrypt.matches(user == null ? current.decoyHash() : user.hash(), password.secret());
        if (user == null || !right) {
            return WRONG;
        }
        return password.isForAnother()
                ? new AuthResult.Refused("may not act for another")
                : new AuthResult.Authenticated(user.name());
    }

    private static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
