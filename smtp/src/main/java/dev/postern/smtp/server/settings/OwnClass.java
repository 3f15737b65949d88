package dev.postern.smtp.server.settings;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A class of the operator's own that a setting names: public, with a public constructor that takes nothing. It is looked for where the
 * {@link Face} says. One object of it is made for each listener, and closed with it if it can be.
 *
 * @param <T> what it must implement
 */
final class OwnClass<T> {
    private static final Logger LOG = LoggerFactory.getLogger(OwnClass.class);

    private final Setting<String> setting;
    private final Class<T> type;
    private final String settingName;
    private final String name;

    OwnClass(Setting<String> setting, Class<T> type, SettingValues values) {
        this.setting = setting;
        this.type = type;
        settingName = values.nameOf(setting);
        name = values.get(setting);
    }

    boolean isSet() {
        return !name.isEmpty();
    }

    String name() {
        return name;
    }

    /** Says why it could not be made, without making it; nothing while it is not known where to look. */
    void check(Problems problems) {
        ClassLoader code = problems.face().code();
        if (isSet() && code != null) {
            try {
                constructor(code);
            } catch (IOException e) {
                problems.add(setting, name, e);
            }
        }
    }

    /**
     * Makes one, which is closed with the listener.
     *
     * @throws IOException if that can't be done; the message names the setting and the reason
     */
    T open(ListenerParts parts) throws IOException {
        try {
            T made = constructor(Objects.requireNonNull(parts.face().code())).newInstance();
            if (made instanceof AutoCloseable closeable) {
                parts.closing(once(closeable));
            }
            return made;
        } catch (InvocationTargetException e) {
            throw refused(parts, "its constructor fails: " + e.getCause(), e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw refused(parts, "can't be made: " + (e.getCause() == null ? e : e.getCause()), e);
        } catch (IOException e) {
            throw refused(parts, String.valueOf(e.getMessage()), e);
        }
    }

    /** What the start of the listener ends with if one can't be used. */
    IOException refused(ListenerParts parts, String reason, @Nullable Throwable cause) {
        return new IOException(parts.face().spelling().apply(settingName) + " = " + name + ": " + reason, cause);
    }

    private Constructor<? extends T> constructor(ClassLoader code) throws IOException {
        try {
            Class<?> found = code.loadClass(name);
            if (!type.isAssignableFrom(found)) {
                throw new IOException(
                        code.loadClass(type.getName()) == type
                                ? "does not implement " + type.getName()
                                : "sees another " + type.getName()
                                        + " than ours: leave the jars of Postern out of your archive");
            }
            if (!Modifier.isPublic(found.getModifiers()) || Modifier.isAbstract(found.getModifiers())) {
                throw new IOException("must be a public class, and not abstract");
            }
            return found.asSubclass(type).getConstructor();
        } catch (ClassNotFoundException e) {
            throw new IOException(
                    "is not found: it belongs into the archive of the bean, or, in Kafka Connect, into the directory of the plugin",
                    e);
        } catch (NoSuchMethodException e) {
            throw new IOException("has no public constructor without parameters", e);
        } catch (LinkageError e) {
            throw new IOException("can't be loaded, for what it needs is missing or of another version: " + e, e);
        }
    }

    // what a listener holds open may be ended twice; that is not for own code to know
    private Runnable once(AutoCloseable made) {
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                close(made);
            }
        };
    }

    private void close(AutoCloseable made) {
        try {
            made.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | LinkageError e) {
            LOG.warn("{} does not close", name, e);
        }
    }
}
