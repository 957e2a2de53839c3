/**
 * What happened, told to those who follow it. Events are published after what they tell of has been stored, in one numbered order. Their fields are those of
 * Marathon's event bus.
 */
package stadion.scheduler.event;
