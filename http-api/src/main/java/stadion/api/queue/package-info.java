/**
 * {@code /v2/queue}: the apps that wait for offers, why they wait, and the end of a back-off delay. The counts come from the scheduler's snapshot of its launch queue.
 * Nothing is decided here.
 */
package stadion.api.queue;
