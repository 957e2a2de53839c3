package stadion.api.http;

import akka.http.javadsl.server.Route;

/** What is found at and below one address. */
@FunctionalInterface
public interface Resource {

    /**
     * The route for a request whose {@link ApiRequest#rest()} begins after the address: it rejects methods that are not there, and everything when nothing is at this
     * address.
     */
    Route route(ApiRequest request);
}
