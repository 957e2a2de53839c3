/**
 * The store that several nodes share in a PostgreSQL database. Journal and snapshots are read through akka-persistence-jdbc and written in transactions that check the lease; leases
 * and the directory of nodes are tables, whose time is the clock of the database.
 */
package stadion.persistence.postgres;
