/**
 * From "n instances wanted" to launch operations: the queue of what still wants an offer, with its back-off delays and the reasons why it waits, and the matcher that
 * holds the offers. What may launch where is decided by pure functions.
 */
package stadion.scheduler.launch;
