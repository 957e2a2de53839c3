/**
 * What runs: one actor per app that compares what is wanted with what is there and says what to do next. Its state is stored before anything is done about it.
 */
package stadion.scheduler.app;
