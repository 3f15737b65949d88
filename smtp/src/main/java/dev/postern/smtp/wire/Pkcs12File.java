package dev.postern.smtp.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import java.util.Locale;

/** Keys and certificates in a PKCS#12 file (RFC 7292). */
public final class Pkcs12File {
    private Pkcs12File() {}

    /** What a file is for. */
    public enum Purpose {
        /** A private key and its certificate chain. */
        KEYSTORE("private key") {
            @Override
            boolean isIn(KeyStore store, String alias) throws GeneralSecurityException {
                return store.isKeyEntry(alias);
            }
        },
        /** Certificates that are trusted: on their own, as keytool imports them, or of a key. */
        TRUSTSTORE("trusted certificate") {
            @Override
            boolean isIn(KeyStore store, String alias) throws GeneralSecurityException {
                return store.isCertificateEntry(alias) || store.isKeyEntry(alias);
            }
        };

        private final String content;

        Purpose(String content) {
            this.content = content;
        }

        abstract boolean isIn(KeyStore store, String alias) throws GeneralSecurityException;

        private boolean isServedBy(KeyStore store) throws GeneralSecurityException {
            for (String alias : Collections.list(store.aliases())) {
                if (isIn(store, alias)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it can't be read, the password is wrong, or nothing in it serves the purpose; the message names purpose,
     *     file and reason
     */
    public static KeyStore read(Purpose purpose, Path file, char[] password) throws IOException {
        String name = purpose + " " + file;
        if (Files.exists(file) && !(Files.isRegularFile(file) && Files.isReadable(file))) {
            throw new IOException(name + " is not a file that we may read");
        }
        KeyStore store = load(name, file, password);
        try {
            if (!purpose.isServedBy(store)) {
                throw new IOException(name + " holds no " + purpose.content);
            }
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException(name + " can't be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore load(String name, Path file, char[] password) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return store;
        } catch (NoSuchFileException e) {
            throw new IOException(name + " does not exist", e);
        } catch (IOException e) {
            boolean wrongPassword = e.getCause() instanceof UnrecoverableKeyException;
            throw new IOException(name + (wrongPassword ? " has another password" : " is not a PKCS#12 file"), e);
        } catch (GeneralSecurityException e) {
            throw new IOException(name + " can't be used: " + e.getMessage(), e);
        }
    }
}
