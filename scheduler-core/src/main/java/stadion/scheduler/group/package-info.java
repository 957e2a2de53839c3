/**
 * What users want: the tree of groups with their apps, and the one actor that changes it. Every change goes through {@code GroupManager}, one after the other, and
 * is stored before anybody acts on it. The rules of a change are pure functions of the tree.
 */
package stadion.scheduler.group;
