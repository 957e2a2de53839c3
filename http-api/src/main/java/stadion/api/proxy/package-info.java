/**
 * What a node that does not lead does with requests: it has the leader answer them, and passes on what comes in both directions as it comes. While nobody leads they wait, for a
 * while. Headers and messages are those of Marathon's leader proxy.
 */
package stadion.api.proxy;
