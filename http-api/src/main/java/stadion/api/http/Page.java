package stadion.api.http;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Query;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.Pair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import stadion.api.ApiException;

/**
 * Which part of a list is wanted: at most {@code limit} elements, from where the page before ended, which its {@code cursor} says. Elements that come or go between two
 * pages shift no others. Without these parameters everything is answered, as in Marathon.
 *
 * @param after the id of the last element of the page before; empty for the first page
 */
public record Page(Optional<Integer> limit, Optional<String> after) {

    private static final int MAX_LIMIT = 10_000;

    /** A page of a list; {@code next} is the cursor of the page that follows, if one does. */
    public record Slice<T>(List<T> elements, Optional<String> next) {}

    /** Reads the parameters {@code limit} (1 to 10,000) and {@code cursor}; anything else is an error 400. */
    public static Page of(ApiRequest request) {
        return new Page(
                request.first("limit").map(Page::limit), request.first("cursor").map(Page::id));
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new ApiException(400, "limit must be a whole number from 1 to " + MAX_LIMIT + ", not '" + text + "'");
    }

    private static String id(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ApiException(400, "cursor must be what X-Next-Cursor said, not '" + cursor + "'");
        }
    }

    /** Whether a part is wanted, not everything. */
    public boolean isAsked() {
        return limit.isPresent() || after.isPresent();
    }

    /** The page of {@code elements}, sorted by {@code id}; all of them as they come when no page was asked for. */
    public <T> Slice<T> of(Stream<T> elements, Function<T, String> id) {
        if (!isAsked()) {
            return new Slice<>(elements.toList(), Optional.empty());
        }
        List<T> found = new ArrayList<>(elements.filter(
                        element -> after.isEmpty() || id.apply(element).compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(id))
                .limit(limit.orElse(Integer.MAX_VALUE - 1) + 1L)
                .toList());
        if (limit.isEmpty() || found.size() <= limit.get()) {
            return new Slice<>(found, Optional.empty());
        }
        List<T> page = found.subList(0, limit.get());
        return new Slice<>(page, Optional.of(cursor(id.apply(page.get(page.size() - 1)))));
    }

    private static String cursor(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells in the headers {@code Link} and {@code X-Next-Cursor} where the list goes on, if it does. */
    public static HttpResponse withNext(HttpResponse answer, Slice<?> slice, ApiRequest request) {
        return slice.next()
                .map(cursor -> answer.addHeader(
                                RawHeader.create("Link", "<" + next(request, cursor) + ">; rel=\"next\""))
                        .addHeader(RawHeader.create("X-Next-Cursor", cursor)))
                .orElse(answer);
    }

    private static String next(ApiRequest request, String cursor) {
        List<Pair<String, String>> parameters =
                new ArrayList<>(request.http().getUri().query().toList());
        parameters.removeIf(parameter -> parameter.first().equals("cursor"));
        parameters.add(Pair.create("cursor", cursor));
        return request.http()
                .getUri()
                .toRelative()
                .query(Query.create(parameters))
                .toString();
    }
}
