package stadion.api.groups;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stadion.scheduler.model.PathId;

/** What an address below {@code /v2/groups} means. Ids may hold slashes, so the last parts of the path decide. */
sealed interface GroupAddress {

    PathId group();

    record One(PathId group) implements GroupAddress {}

    record Apps(PathId group) implements GroupAddress {}

    record Versions(PathId group) implements GroupAddress {}

    record Version(PathId group, String version) implements GroupAddress {}

    Pattern APPS = Pattern.compile("(.*)/apps/*");
    Pattern VERSIONS = Pattern.compile("(.*)/versions(?:/+([^/]+))?/*");

    static GroupAddress of(String rest) {
        Matcher apps = APPS.matcher(rest);
        if (apps.matches()) {
            return new Apps(PathId.of(apps.group(1)));
        }
        Matcher versions = VERSIONS.matcher(rest);
        if (versions.matches()) {
            PathId group = PathId.of(versions.group(1));
            return versions.group(2) == null ? new Versions(group) : new Version(group, versions.group(2));
        }
        return new One(PathId.of(rest));
    }
}
