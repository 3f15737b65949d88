package dev.postern.mail.content;

import dev.postern.mail.mime.MessagePart;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a mail by what they are for a reader; each without parts is in one of the lists, in the order of the mail.
 *
 * @param plain what is read as plain text, one after the other
 * @param html the same as HTML
 * @param others files, and the alternatives that were not chosen
 */
record SortedParts(List<MessagePart> plain, List<MessagePart> html, List<MessagePart> others) {
    /** The parts of this mail. */
    static SortedParts of(MessagePart mail) {
        return sort(mail, true);
    }

    private static SortedParts sort(MessagePart part, boolean root) {
        SortedParts sorted = new SortedParts(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        if (part.parts().isEmpty()) {
            sorted.listFor(part, root).add(part);
        } else if (part.type().equals("multipart/alternative")) {
            sorted.takeBestOf(part.parts());
        } else if (part.type().equals("multipart/related")) {
            sorted.takeRelated(part);
        } else {
            part.parts().forEach(each -> sorted.take(sort(each, false)));
        }
        return sorted;
    }

    private List<MessagePart> listFor(MessagePart part, boolean root) {
        // a text with a name was attached by its writer, whatever the disposition says; but for a mail that consists of
        // nothing else
        boolean attached = part.disposition().equals("attachment") || (part.fileName() != null && !root);
        if (attached) {
            return others;
        }
        return switch (part.type()) {
            case "text/plain" -> plain;
            case "text/html" -> html;
            default -> others;
        };
    }

    private void take(SortedParts more) {
        plain.addAll(more.plain);
        html.addAll(more.html);
        others.addAll(more.others);
    }

    // RFC 2046 §5.1.4: the last one is the best
    private void takeBestOf(List<MessagePart> alternatives) {
        List<SortedParts> sorted =
                alternatives.stream().map(each -> sort(each, false)).toList();
        int bestPlain = -1;
        int bestHtml = -1;
        for (int i = 0; i < sorted.size(); i++) {
            bestPlain = sorted.get(i).plain.isEmpty() ? bestPlain : i;
            bestHtml = sorted.get(i).html.isEmpty() ? bestHtml : i;
        }
        for (int i = 0; i < sorted.size(); i++) {
            (i == bestPlain ? plain : others).addAll(sorted.get(i).plain);
            (i == bestHtml ? html : others).addAll(sorted.get(i).html);
            others.addAll(sorted.get(i).others);
        }
    }

    // RFC 2387 §3.2: all others belong to the one that it starts with
    private void takeRelated(MessagePart related) {
        String start = related.typeParameter("start");
        MessagePart first = related.parts().get(0);
        for (MessagePart each : related.parts()) {
            if (start != null && start.equals('<' + each.contentId() + '>')) {
                first = each;
                break;
            }
        }
        for (MessagePart each : related.parts()) {
            SortedParts sorted = sort(each, false);
            if (each == first) {
                take(sorted);
            } else {
                others.addAll(sorted.plain);
                others.addAll(sorted.html);
                others.addAll(sorted.others);
            }
        }
    }
}
