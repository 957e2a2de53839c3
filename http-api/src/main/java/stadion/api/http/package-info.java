/**
 * What all addresses share: how a request is looked at, what every answer carries, and how errors are told. Resources are added as {@code ApiRoutes} says; each one
 * only decides what to answer. Nothing of Akka HTTP's own plain-text errors gets out.
 */
package stadion.api.http;
