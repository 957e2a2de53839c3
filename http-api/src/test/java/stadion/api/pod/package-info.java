/** Tests of pod definitions, most of them with the answers of a real Marathon. Reading, checking and writing are tested together, as a client sees them. No server is needed. */
package stadion.api.pod;
