/**
 * Pod definitions: how they are read from JSON, what Marathon asks of them, their defaults, and how they are written. What pods have in common with apps is taken from the
 * definitions of apps. Nothing here knows of HTTP or of the scheduler's state, except for the tree of groups, which is asked for roles.
 */
package stadion.api.pod;
