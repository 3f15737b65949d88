package dev.postern.mail.auth.field;

import java.util.ArrayList;
import java.util.List;

/** Reads a field by the grammar of RFC 8601 §2.2, in one pass. */
final class ResultsParser {
    private static final int MAX_OCTETS = 16 << 10;

    private final ResultsLexer words;

    ResultsParser(String text) {
        if (text.length() > MAX_OCTETS) {
            throw new MalformedResultsException("results of more than " + MAX_OCTETS + " octets");
        }
        this.words = new ResultsLexer(text);
    }

    ResultsField parse() {
        String id = id(words);
        List<MethodResult> results = new ArrayList<>();
        while (!words.atEnd()) {
            if (!words.take(';')) {
                throw new MalformedResultsException("no semicolon between results");
            }
            if (!words.atEnd()) { // some programs write a semicolon behind the last result
                result(results);
            }
        }
        return new ResultsField(id, results);
    }

    /**
     * Who has judged, by a field of any length of which the results may be anything.
     *
     * @throws MalformedResultsException if that can't be told, or the version is not known
     */
    static String issuer(String text) {
        ResultsLexer words = new ResultsLexer(text);
        String id = id(words);
        if (!words.atEnd() && !words.isSemicolonNext()) {
            throw new MalformedResultsException("an identifier of several words");
        }
        return id;
    }

    /** The identifier, and the version behind it, which must be the one that is known. */
    private static String id(ResultsLexer words) {
        String id = words.value();
        if (id.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c))) {
            throw new MalformedResultsException("an identifier that some programs read otherwise");
        }
        // RFC 8601 §2.2: 1 where none is given, and other ones are ignored
        if (words.isNumberNext() && !words.keyword().equals("1")) {
            throw new MalformedResultsException("a version that is not known");
        }
        return id;
    }

    private void result(List<MethodResult> results) {
        String method = words.keyword();
        if (method.equals("none") && words.atEnd() && results.isEmpty()) {
            return;
        }
        if (words.take('/') && !words.keyword().equals("1")) { // RFC 8601 §2.2: of each method there is one version
            throw new MalformedResultsException("a version of a method that is not known");
        }
        expect('=');
        MethodResult result = MethodResult.of(method, words.keyword());
        results.add(details(result));
    }

    private MethodResult details(MethodResult found) {
        String reason = null;
        List<Property> properties = new ArrayList<>();
        while (!words.atEnd() && !words.isSemicolonNext()) {
            String word = words.keyword();
            if (words.take('.')) {
                String name = words.keyword();
                expect('=');
                properties.add(new Property(word, name, words.propertyValue()));
            } else {
                expect('=');
                String value = words.propertyValue();
                if (word.equals("reason") && reason == null) {
                    reason = value;
                }
            }
        }
        return new MethodResult(found.method(), found.result(), reason, properties);
    }

    private void expect(char c) {
        if (!words.take(c)) {
            throw new MalformedResultsException("something else than " + c);
        }
    }
}
