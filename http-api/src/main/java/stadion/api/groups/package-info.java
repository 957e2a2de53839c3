/**
 * The addresses at and below {@code /v2/groups}: the tree of groups, shown and changed. Which of its parts are shown is chosen by the {@code embed} parameters. A change
 * is told to the group manager as a function of the tree.
 */
package stadion.api.groups;
