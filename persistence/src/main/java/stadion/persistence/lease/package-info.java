/**
 * The lease that says which node may change what is stored, on top of any store that can change a named record in one step. Its epochs number those who held it.
 * {@link stadion.persistence.lease.Fence} tells the journals which epoch a write must be of.
 */
package stadion.persistence.lease;
