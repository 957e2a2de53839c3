/**
 * How users name a ZooKeeper ensemble: {@code zk://user:password@host:port,host:port/path}. The leading Mesos master is found in one, and nodes may share their state in one.
 */
package stadion.scheduler.zookeeper;
