package stadion.scheduler.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The absolute path of an app, pod or group: {@code /} for the root, otherwise {@code /a/b/c} without a trailing slash.
 *
 * @param value the canonical text
 */
public record PathId(String value) implements Comparable<PathId> {

    public static final PathId ROOT = new PathId("/");

    /** Reads a path as a client wrote it: with or without leading slash, doubled or trailing slashes are dropped. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PathId of(String text) {
        return ROOT.resolve(text.startsWith("/") ? text : "/" + text);
    }

    /**
     * The path that {@code text} means when it is written inside the group of this path: absolute paths stand for themselves, {@code .}
     * and {@code ..} are followed, and {@code ..} at the root stays at the root.
     */
    public PathId resolve(String text) {
        Deque<String> segments = new ArrayDeque<>();
        if (!text.startsWith("/")) {
            segments.addAll(segments());
        }
        for (String segment : text.split("/")) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return segments.isEmpty() ? ROOT : new PathId("/" + String.join("/", segments));
    }

    public boolean isRoot() {
        return value.equals("/");
    }

    /** The segments from the top down; empty for the root. */
    public List<String> segments() {
        return isRoot() ? List.of() : List.of(value.substring(1).split("/"));
    }

    /** The last segment; empty for the root. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** The group this path lies in; the root is its own parent. */
    public PathId parent() {
        int slash = value.lastIndexOf('/');
        return slash <= 0 ? ROOT : new PathId(value.substring(0, slash));
    }

    public PathId child(String name) {
        return new PathId(isRoot() ? "/" + name : value + "/" + name);
    }

    /** Whether this path is {@code group} or lies below it. */
    public boolean isIn(PathId group) {
        return group.isRoot() || value.equals(group.value) || value.startsWith(group.value + "/");
    }

    /** The path as the first part of instance ids: {@code /a/b} becomes {@code a_b} (an underscore is illegal in paths). */
    public String safePath() {
        return value.substring(1).replace('/', '_');
    }

    /** The inverse of {@link #safePath()}. */
    public static PathId fromSafePath(String safePath) {
        return new PathId("/" + safePath.replace('_', '/'));
    }

    /** The path as a host name, used as task and discovery name by Mesos: {@code /a/b/c} becomes {@code c.b.a}. */
    public String hostname() {
        StringBuilder name = new StringBuilder(value.length());
        List<String> segments = segments();
        for (int i = segments.size() - 1; i >= 0; i--) {
            name.append(segments.get(i)).append(i > 0 ? "." : "");
        }
        return name.toString();
    }

    @Override
    public int compareTo(PathId other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value;
    }
}
