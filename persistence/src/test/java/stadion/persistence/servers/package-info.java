/**
 * The servers of the shared stores as real processes, which tests start, kill and start again. They need nothing installed: PostgreSQL's programs and ZooKeeper come from Maven
 * artifacts. Tests of other modules use them too.
 */
package stadion.persistence.servers;
