package dev.postern.benchmarks.chaos.source;

import dev.postern.benchmarks.chaos.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of the mails that were under way when one thing befell the gateway. Used by one thread. */
final class Tally {
    private final Disturbance disturbance;
    private int mails;
    private int acknowledged;
    private int lost;
    private int putOff;
    private int unanswered;
    private int sentAgain;
    private int writtenAgain;
    private int unexplained;
    private int overdue;

    Tally(Disturbance disturbance) {
        this.disturbance = disturbance;
    }

    /** What befell the gateway. */
    Disturbance disturbance() {
        return disturbance;
    }

    /** Counts the mail of this number. */
    void count(int number, Senders senders, Arrivals arrivals) {
        mails++;
        String id = senders.accepted().get(number);
        if (id != null) {
            acknowledged++;
            lost += arrivals.has(number, id) ? 0 : 1;
        }
        int inVain = senders.putOff(number) + senders.unanswered(number);
        putOff += senders.putOff(number);
        unanswered += senders.unanswered(number);
        int ids = arrivals.ids(number).size();
        int again = Math.max(0, ids - (id == null ? 0 : 1));
        sentAgain += again;
        writtenAgain += arrivals.records(number) - ids;
        unexplained += Math.max(0, again - inVain);
    }

    /** Counts tasks that were not at their end within the time that Connect gives them. */
    void countOverdue(int tasks) {
        overdue += tasks;
    }

    /** What was counted, by names for readers. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("mails", mails);
        figures.put("got 250", acknowledged);
        figures.put("put off when whole", putOff);
        figures.put("unanswered when whole", unanswered);
        figures.put("duplicates because the client sent again", sentAgain);
        figures.put("duplicates because the producer wrote again", writtenAgain);
        figures.put("tasks that were not stopped within Connect's 5 seconds", overdue);
        return figures;
    }

    /** What must hold; where the broker was away, Connect itself waits for it when a task stops, and its producer writes again what was under way. */
    List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                disturbance + ": mails that got 250 in the end", acknowledged == mails, acknowledged + " of " + mails));
        checks.add(Check.atMost(disturbance + ": mails lost that got 250", lost, 0));
        checks.add(
                Check.atMost(disturbance + ": duplicates of mails that no client had to send again", unexplained, 0));
        if (disturbance != Disturbance.BROKER) {
            checks.add(Check.atMost(disturbance + ": duplicates of the producer's own", writtenAgain, 0));
            checks.add(
                    Check.atMost(disturbance + ": tasks that were not stopped within Connect's 5 seconds", overdue, 0));
        }
        return checks;
    }
}
