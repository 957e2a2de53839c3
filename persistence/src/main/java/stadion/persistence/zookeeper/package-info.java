/**
 * The store that several nodes share in ZooKeeper: journal, snapshots, leases and the directory of nodes under {@code <path>/stadion}. All writes of the journal that wait at a time go
 * in one transaction, with the check of the lease; whatever is larger than a record may be is split. It uses nothing that ZooKeeper 3.5 doesn't know.
 */
package stadion.persistence.zookeeper;
