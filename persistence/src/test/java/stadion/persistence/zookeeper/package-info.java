/**
 * The store in ZooKeeper against real servers. What every store must do is in {@link stadion.persistence.contract}.
 */
package stadion.persistence.zookeeper;
