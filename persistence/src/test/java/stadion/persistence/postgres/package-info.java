/**
 * The store in PostgreSQL against a real server. What every store must do is in {@link stadion.persistence.contract}.
 */
package stadion.persistence.postgres;
