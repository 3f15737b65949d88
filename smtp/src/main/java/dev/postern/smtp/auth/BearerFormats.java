package dev.postern.smtp.auth;

import dev.postern.smtp.sasl.SaslText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the two mechanisms of OAuth write a token: pairs of key and value, each ended by a Control-A. */
final class BearerFormats {
    /** RFC 6750 §2.1, b64token; the scheme in any case (RFC 9110 §11.1) */
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*)");

    private static final Pattern KEY = Pattern.compile("[A-Za-z]+");
    private static final char END = '\u0001';

    private BearerFormats() {}

    private record Pair(String key, String value) {}

    /** OAUTHBEARER: {@code gs2-header ^A *(key "=" value ^A) ^A} (RFC 7628 §3.1). */
    static Credentials.@Nullable BearerToken oauthBearer(String message) {
        Gs2Header header = Gs2Header.at(message);
        if (header == null || header.flag() == 'p') {
            return null;
        }
        String rest = message.substring(header.text().length());
        List<Pair> pairs = rest.isEmpty() || rest.charAt(0) != END ? null : pairs(rest.substring(1));
        String user = header.authorization() == null ? null : SaslText.name(header.authorization());
        if (header.authorization() != null && user == null) {
            return null;
        }
        return pairs == null ? null : token(user, pairs);
    }

    /** XOAUTH2: {@code "user=" name ^A "auth=Bearer " token ^A ^A}. */
    static Credentials.@Nullable BearerToken xoauth2(String message) {
        List<Pair> pairs = pairs(message);
        if (pairs == null || pairs.size() != 2 || !pairs.get(0).key().equals("user")) {
            return null;
        }
        String user = SaslText.name(pairs.get(0).value());
        return user == null ? null : token(user, pairs);
    }

    private static Credentials.@Nullable BearerToken token(@Nullable String user, List<Pair> pairs) {
        String token = null;
        for (Pair pair : pairs) {
            if (pair.key().equals("auth")) {
                Matcher matcher = BEARER.matcher(pair.value());
                if (token != null || !matcher.matches()) {
                    return null;
                }
                token = matcher.group(1);
            }
        }
        return token == null ? null : new Credentials.BearerToken(user, token);
    }

    /** Pairs up to the Control-A that ends the message, or null if they are malformed. */
    private static @Nullable List<Pair> pairs(String text) {
        List<Pair> pairs = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf(END, from);
            if (end == from) {
                return end + 1 == text.length() ? pairs : null;
            }
            int equals = text.indexOf('=', from);
            if (end < 0
                    || equals < 0
                    || equals > end
                    || !KEY.matcher(text.substring(from, equals)).matches()) {
                return null;
            }
            pairs.add(new Pair(text.substring(from, equals), text.substring(equals + 1, end)));
            from = end + 1;
        }
        return null;
    }
}
