/**
 * Measures the matcher with JMH, alone and in one thread: what it costs to show one offer to those who wait, however many wait and however many instances run.
 */
@NullMarked
package stadion.bench.match;

import org.jspecify.annotations.NullMarked;
