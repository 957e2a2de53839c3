/**
 * Measures the embedded store alone: how many events a second it takes from one actor and from many, how long thousands of actors
 * need to be read again, and what a commit costs on this disk. Each measurement uses a fresh directory.
 */
package stadion.bench.store;
