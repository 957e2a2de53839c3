/**
 * The v2 REST API in Marathon's JSON: routes, normalisation of legacy forms, validation errors and the event stream. It
 * answers reads from an immutable snapshot and turns writes into commands of the scheduler. It decides nothing about
 * apps itself.
 */
package stadion.api;
