/**
 * JSON as the API reads and writes it: the one mapper, the reading of values with all errors collected by path, moments in Marathon's form. Wording, paths and status codes
 * of the errors are Marathon's (play-json's, for values of the wrong shape). Nothing here knows what an app is.
 */
package stadion.api.json;
