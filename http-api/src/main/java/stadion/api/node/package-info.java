/**
 * What is asked of a node itself: {@code /v2/info}, {@code /v2/leader}, {@code /ping}, {@code /metrics} and {@code /logging}. Most of it is answered without the
 * scheduler, also while nobody leads.
 */
package stadion.api.node;
