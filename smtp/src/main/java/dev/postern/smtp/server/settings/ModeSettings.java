package dev.postern.smtp.server.settings;

import dev.postern.smtp.server.ListenerMode;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.util.Locale;

/** What a listener is for. */
final class ModeSettings implements SettingArea {
    static final Setting<String> MODE = Setting.text(
                    "mode",
                    "Mode",
                    "mx",
                    Importance.HIGH,
                    "What the listener is for. mx: mail from other servers (port 25). submission: mail of users, who must log in, or of"
                            + " networks that may relay; a missing Date and Message-ID are added (port 587). submissions: the same, and"
                            + " connections begin in TLS (port 465). lmtp: mail from a server of your own, with a reply for each recipient"
                            + " (port 24, or a Unix domain socket).")
            .oneOf("mx", "submission", "submissions", "lmtp");
    static final Setting<Boolean> RETURN_PATH = Setting.truth(
            "return.path",
            "Put Return-Path",
            false,
            Importance.LOW,
            "Whether the envelope's sender is put before each message as Return-Path, in place of any that is there: for the end of a mail's"
                    + " way.");

    private final ListenerMode mode;
    private final boolean returnPath;
    private final boolean users;
    private final boolean tls;

    /** @param auth the same listener's */
    ModeSettings(SettingValues values, AuthSettings auth) {
        mode = mode(values);
        returnPath = values.get(RETURN_PATH);
        users = auth.users() != AuthSettings.Users.NOBODY;
        tls = !values.get(TlsSettings.KEYSTORE).isEmpty();
    }

    static ListenerMode mode(SettingValues values) {
        return ListenerMode.valueOf(values.get(MODE).strip().toUpperCase(Locale.ROOT));
    }

    /** Whether mail is taken in this mode from clients only that have logged in or are trusted. */
    static boolean demandsLogin(ListenerMode mode) {
        return mode == ListenerMode.SUBMISSION || mode == ListenerMode.SUBMISSIONS;
    }

    @Override
    public void check(Problems problems) {
        String spelled = problems.spell(MODE) + "=" + mode.name().toLowerCase(Locale.ROOT);
        if (demandsLogin(mode) && !users) {
            problems.add(AuthSettings.USERS_FILE, "", AuthSettings.needed(problems, spelled));
        }
        if (mode == ListenerMode.SUBMISSIONS && !tls) {
            problems.add(TlsSettings.KEYSTORE, "", spelled + " needs a keystore");
        }
    }

    @Override
    public void applyTo(ListenerParts parts) {
        parts.server().mode(mode).trust(parts.trust()).returnPath(returnPath);
    }
}
