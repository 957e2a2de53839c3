package stadion.api.queue;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import stadion.api.json.Timestamps;
import stadion.scheduler.launch.QueueItem;
import stadion.scheduler.launch.QueueItem.UnusedOffer;
import stadion.scheduler.offer.Reason;

/**
 * Why instances wait, for people.
 *
 * @param message one sentence
 * @param agents the last offer of each agent that was of no use, those that came nearest first
 */
record Explanation(String message, List<UnusedOffer> agents) {

    /** The later the check that failed and the less was missing, the nearer an offer came. */
    private static final Comparator<UnusedOffer> NEAREST_FIRST = Comparator.comparing(UnusedOffer::reason)
            .reversed()
            .thenComparingDouble(UnusedOffer::lack)
            .thenComparing(unused -> unused.offer().getHostname());

    static Explanation of(QueueItem item, Instant now) {
        List<UnusedOffer> agents =
                item.offers().unusedOffers().stream().sorted(NEAREST_FIRST).toList();
        return new Explanation(message(item, agents, now), agents);
    }

    /** The offer that came nearest to being used. */
    Optional<UnusedOffer> nearestMiss() {
        return agents.stream().findFirst();
    }

    private static String message(QueueItem item, List<UnusedOffer> agents, Instant now) {
        String instances = item.count() == 1 ? "1 instance waits" : item.count() + " instances wait";
        if (item.notBefore().isAfter(now)) {
            return instances + " until " + Timestamps.format(item.notBefore())
                    + ": earlier tasks failed, and each failure makes the next launch later. DELETE /v2/queue"
                    + item.runSpec().id() + "/delay launches now.";
        }
        if (agents.isEmpty()) {
            return instances + " for offers: no agent has offered anything that was not used since "
                    + Timestamps.format(item.since()) + ".";
        }
        UnusedOffer nearest = agents.get(0);
        return instances + ": of the last offers of " + agents.size() + (agents.size() == 1 ? " agent, " : " agents, ")
                + counts(agents) + ". " + nearest.offer().getHostname() + " came nearest: " + nearest.detail() + ".";
    }

    private static String counts(List<UnusedOffer> agents) {
        Map<Reason, Long> byReason = agents.stream()
                .collect(Collectors.groupingBy(
                        UnusedOffer::reason, () -> new EnumMap<>(Reason.class), Collectors.counting()));
        return byReason.entrySet().stream()
                .map(entry -> entry.getValue() + " failed " + entry.getKey().text())
                .collect(Collectors.joining(", "));
    }
}
