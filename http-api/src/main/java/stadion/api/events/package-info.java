/**
 * {@code /v2/events}: the event stream. Each event is rendered once and handed to every subscriber that wants its type; a subscriber that does not keep up is
 * disconnected, so that it costs neither the others nor the scheduler anything.
 */
package stadion.api.events;
