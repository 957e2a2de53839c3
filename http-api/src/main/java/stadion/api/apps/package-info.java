/**
 * The addresses at and below {@code /v2/apps}: finding apps, showing them with what is known of their instances, and changing them. What an app definition may be is
 * decided in {@code stadion.api.app}. Changes are told to the group manager as functions of the tree.
 */
package stadion.api.apps;
