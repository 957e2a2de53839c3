package stadion.api.pods;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stadion.scheduler.model.PathId;

/** What an address below {@code /v2/pods} means: a pod's id, and what of it is meant behind two colons. */
sealed interface PodAddress {

    record All() implements PodAddress {}

    record AllStatus() implements PodAddress {}

    record One(PathId pod) implements PodAddress {}

    record Status(PathId pod) implements PodAddress {}

    record Versions(PathId pod) implements PodAddress {}

    record Version(PathId pod, String version) implements PodAddress {}

    record Instances(PathId pod) implements PodAddress {}

    record OneInstance(PathId pod, String instanceId) implements PodAddress {}

    Pattern ENDING = Pattern.compile("(.*[^/].*)::(status|versions|instances)(?:/+([^/]+))?/*");
    Pattern ALL_STATUS = Pattern.compile("/*::status/*");

    /** Reads what follows {@code /v2/pods}. */
    static PodAddress of(String rest) {
        if (rest.isEmpty() || rest.equals("/")) {
            return new All();
        }
        if (ALL_STATUS.matcher(rest).matches()) {
            return new AllStatus();
        }
        Matcher ending = ENDING.matcher(rest);
        if (!ending.matches()) {
            return new One(PathId.of(rest));
        }
        PathId pod = PathId.of(ending.group(1));
        String last = ending.group(3);
        return switch (ending.group(2)) {
            case "status" -> last == null ? new Status(pod) : new One(PathId.of(rest));
            case "versions" -> last == null ? new Versions(pod) : new Version(pod, last);
            default -> last == null ? new Instances(pod) : new OneInstance(pod, last);
        };
    }
}
