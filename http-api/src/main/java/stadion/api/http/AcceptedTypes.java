package stadion.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client takes as an answer, from its Accept header (RFC 9110, 12.5.1). No header, or an empty one, means anything. */
public final class AcceptedTypes {

    private static final Pattern RANGE = Pattern.compile("([\\w!#$&^.+*-]+)/([\\w!#$&^.+*-]+)");
    private static final Pattern QUALITY = Pattern.compile("(?i)q\\s*=\\s*([01](?:\\.\\d{0,3})?)");

    private record Range(String type, String subtype, double quality) {
        /** 0 no match, 1 any type, 2 any subtype, 3 exact. */
        int specificity(String type, String subtype) {
            if (this.type.equals("*")) {
                return 1;
            }
            if (!this.type.equals(type)) {
                return 0;
            }
            return this.subtype.equals("*") ? 2 : this.subtype.equals(subtype) ? 3 : 0;
        }
    }

    private final List<Range> ranges;

    private AcceptedTypes(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** Reads the header; elements that are no media range are passed over, and accept nothing. */
    public static AcceptedTypes of(Optional<String> header) {
        String text = header.orElse("").trim();
        if (text.isEmpty()) {
            return new AcceptedTypes(List.of(new Range("*", "*", 1)));
        }
        List<Range> ranges = new ArrayList<>();
        for (String element : text.split(",")) {
            String[] parts = element.split(";");
            Matcher range = RANGE.matcher(parts[0].trim().toLowerCase(Locale.ROOT));
            if (range.matches()) {
                ranges.add(new Range(range.group(1), range.group(2), quality(parts)));
            }
        }
        return new AcceptedTypes(ranges);
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            Matcher quality = QUALITY.matcher(parts[i].trim());
            if (quality.matches()) {
                return Double.parseDouble(quality.group(1));
            }
        }
        return 1;
    }

    /** How much a type such as {@code application/json} is wanted: 0 not at all, 1 most. The most specific range decides. */
    public double quality(String mediaType) {
        int slash = mediaType.indexOf('/');
        String type = mediaType.substring(0, slash);
        String subtype = mediaType.substring(slash + 1);
        int best = 0;
        double quality = 0;
        for (Range range : ranges) {
            int specificity = range.specificity(type, subtype);
            if (specificity > best) {
                best = specificity;
                quality = range.quality();
            }
        }
        return quality;
    }

    public boolean accepts(String mediaType) {
        return quality(mediaType) > 0;
    }

    /** Whether the type itself is named, not only a range that contains it. */
    public boolean names(String mediaType) {
        return ranges.stream().anyMatch(r -> r.quality() > 0 && mediaType.equals(r.type() + "/" + r.subtype()));
    }
}
