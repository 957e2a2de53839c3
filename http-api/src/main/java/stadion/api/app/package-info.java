/**
 * The JSON of app definitions. What a client sends is read ({@code AppReader}), checked and brought from older forms into the canonical one ({@code LegacyForms}), merged
 * with what there is, checked again and completed ({@code AppDefinitions} puts the steps together); {@code AppJson} writes a definition as Marathon does. All of it is pure.
 */
package stadion.api.app;
