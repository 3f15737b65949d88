package dev.postern.smtp.scan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.postern.mail.ScanResult;
import dev.postern.mail.ScanResult.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What Rspamd answers, as far as it matters here.
 *
 * @param action what it would do, such as {@code add header}
 * @param score of the whole message
 * @param symbols the names of the rules that matched, those that speak most against the mail first
 */
record RspamdAnswer(String action, double score, List<String> symbols) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int NAMED = 20;

    /** One rule that matched. */
    private record Symbol(String name, double score) {}

    /** @throws IOException if this is not such an answer */
    static RspamdAnswer parse(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            return read(parser);
        } catch (JsonProcessingException e) {
            throw new IOException("its answer is not JSON", e);
        }
    }

    Finding finding(String scanner) {
        String detail = symbols.isEmpty() ? action : action + ": " + String.join(" ", symbols);
        return switch (action.toLowerCase(Locale.ROOT)) {
            case "no action", "accept" -> finding(scanner, Outcome.CLEAN, detail, Finding.Advice.TAKE);
            case "greylist", "soft reject" -> finding(scanner, Outcome.SPAM, detail, Finding.Advice.TRY_LATER);
            case "reject", "discard" -> finding(scanner, Outcome.SPAM, detail, Finding.Advice.REFUSE);
            case "quarantine" -> finding(scanner, Outcome.QUARANTINED, detail, Finding.Advice.TAKE);
            default ->
                finding(scanner, Outcome.SPAM, detail, Finding.Advice.TAKE); // add header, rewrite subject, own ones
        };
    }

    private Finding finding(String scanner, Outcome outcome, String detail, Finding.Advice advice) {
        return new Finding(new ScanResult(scanner, outcome, score, detail), advice);
    }

    private static RspamdAnswer read(JsonParser json) throws IOException {
        String action = "";
        double score = Double.NaN;
        List<Symbol> symbols = new ArrayList<>();
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("its answer is not an object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("action") && value == JsonToken.VALUE_STRING) {
                action = json.getText();
            } else if (name.equals("score") && value.isNumeric()) {
                score = json.getDoubleValue();
            } else if (name.equals("symbols") && value == JsonToken.START_OBJECT) {
                readSymbols(json, symbols);
            } else {
                json.skipChildren();
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT || action.isEmpty() || !Double.isFinite(score)) {
            throw new IOException("its answer holds no action or no score");
        }
        return new RspamdAnswer(action, score, names(symbols));
    }

    private static void readSymbols(JsonParser json, List<Symbol> symbols) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            double score = 0;
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isScore = json.currentName().equals("score");
                    if (json.nextToken().isNumeric() && isScore) {
                        score = json.getDoubleValue();
                    }
                    json.skipChildren();
                }
            }
            symbols.add(new Symbol(name, score));
        }
    }

    private static List<String> names(List<Symbol> symbols) {
        return symbols.stream()
                .sorted(Comparator.comparingDouble(Symbol::score).reversed())
                .limit(NAMED)
                .map(Symbol::name)
                .collect(Collectors.toUnmodifiableList());
    }
}
