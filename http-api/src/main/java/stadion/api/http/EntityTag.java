package stadion.api.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;

/**
 * Names one state of what is found at an address (RFC 9110, 8.8.3). It has two parts: what users want there, and, if more is shown than that, how it is at the moment. A
 * change may be made to depend on the first part alone, so that it is not refused because a task became healthy in the meantime.
 *
 * @param definition changes whenever users change what is there; begins with its version, after which there may be a {@code ~} and more
 * @param state changes whenever anything else that is shown does; empty when there is nothing else
 */
public record EntityTag(String definition, String state) {

    private static final String HEADER = "ETag";
    private static final char STATE = ';';
    private static final char MORE = '~';
    private static final String COMPRESSED = "-gzip";

    public static EntityTag of(String definition) {
        return new EntityTag(definition, "");
    }

    /** Of a definition with this version; the checksum tells apart what has the same version. */
    public static EntityTag of(String version, long checksum) {
        return of(version + MORE + Long.toHexString(checksum));
    }

    /** The same definition shown with more, which is in this state. */
    public EntityTag with(String moreState) {
        return new EntityTag(definition, state.isEmpty() ? moreState : state + STATE + moreState);
    }

    private String text() {
        return state.isEmpty() ? definition : definition + STATE + state;
    }

    /** Whether {@code given}, without quotes, names exactly this state; the form in which it was sent does not matter. */
    boolean isNamedBy(String given) {
        return identity(given).equals(text());
    }

    /** Whether {@code given}, without quotes, is a tag of this definition, or its bare version. */
    boolean isOfDefinition(String given) {
        String asked = identity(given);
        return asked.equals(definition) || asked.startsWith(definition + STATE) || definition.startsWith(asked + MORE);
    }

    private static String identity(String given) {
        return given.endsWith(COMPRESSED) ? given.substring(0, given.length() - COMPRESSED.length()) : given;
    }

    HttpHeader header() {
        return RawHeader.create(HEADER, '"' + text() + '"');
    }

    /** The same answer compressed; its tag, if it has one, is another then. */
    public static HttpResponse compressed(HttpResponse answer) {
        return answer.getHeader(HEADER)
                .map(tag -> answer.removeHeader(HEADER)
                        .addHeader(RawHeader.create(HEADER, tag.value().replaceFirst("\"$", COMPRESSED + '"'))))
                .orElse(answer);
    }
}
