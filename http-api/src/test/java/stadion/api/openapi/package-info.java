/**
 * Keeps the OpenAPI document true: every route is described, every description is a route, and what the server answers has the described form. The answers are those to
 * the recorded scenarios, and to what is beyond them. Schemas are checked by a validator of JSON Schema 2020-12.
 */
package stadion.api.openapi;
