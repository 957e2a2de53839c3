package stadion.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stadion.api.ApiException;

/**
 * What must hold for a request to be answered: the headers {@code If-Match} and {@code If-None-Match} (RFC 9110, 13.1). In a change {@code If-Match} is about what users
 * want, not about how it is at the moment; instead of a tag it may have the bare version of an app, pod or group.
 */
public final class Preconditions {

    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");

    /** A list of tags, or {@code *}, which stands for whatever is there. */
    private record Tags(boolean any, List<String> strong, List<String> weak) {
        boolean contain(Predicate<String> test) {
            return strong.stream().anyMatch(test) || weak.stream().anyMatch(test);
        }
    }

    private final Optional<Tags> match;
    private final Optional<Tags> noneMatch;

    private Preconditions(Optional<Tags> match, Optional<Tags> noneMatch) {
        this.match = match;
        this.noneMatch = noneMatch;
    }

    /** Reads the headers; one that is no list of tags is an error 400. */
    public static Preconditions of(ApiRequest request) {
        return new Preconditions(tags(request, "If-Match"), tags(request, "If-None-Match"));
    }

    private static Optional<Tags> tags(ApiRequest request, String name) {
        return request.header(name).map(value -> parse(name, value.trim()));
    }

    private static Tags parse(String name, String value) {
        List<String> strong = new ArrayList<>();
        List<String> weak = new ArrayList<>();
        if (value.equals("*")) {
            return new Tags(true, strong, weak);
        }
        for (String element : value.split(",")) {
            Matcher tag = TAG.matcher(element.trim());
            if (!tag.matches()) {
                throw new ApiException(
                        400,
                        name + " must be * or a list of tags in double quotes, as in \"2026-01-31T12:00:00.000Z\", not "
                                + element.trim());
            }
            (tag.group(1) == null ? strong : weak).add(tag.group(2));
        }
        return new Tags(false, strong, weak);
    }

    /** Whether the reader has this state already. */
    boolean isSeen(EntityTag current) {
        return noneMatch
                .filter(tags -> tags.any() || tags.contain(current::isNamedBy))
                .isPresent();
    }

    /**
     * Checks that a change may be made of what is there; empty for nothing.
     *
     * @throws ApiException 412
     */
    public void check(Optional<EntityTag> current) {
        if (match.isPresent() && !matches(match.get(), current)) {
            throw failed(
                    "If-Match",
                    current.map(tag -> "it is now \"" + tag.definition() + "\"").orElse("there is nothing here"));
        }
        boolean unwanted = noneMatch
                .filter(tags -> current.isPresent() && (tags.any() || tags.contain(current.get()::isOfDefinition)))
                .isPresent();
        if (unwanted) {
            throw failed("If-None-Match", "it is there");
        }
    }

    private static boolean matches(Tags tags, Optional<EntityTag> current) {
        return current.isPresent() && (tags.any() || tags.strong().stream().anyMatch(current.get()::isOfDefinition));
    }

    private static ApiException failed(String header, String why) {
        return new ApiException(412, "Nothing was changed, as " + header + " does not hold: " + why + ".");
    }
}
