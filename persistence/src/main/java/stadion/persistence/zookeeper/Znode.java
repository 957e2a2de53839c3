package stadion.persistence.zookeeper;

import org.apache.zookeeper.data.Stat;

/** A node as it was read. */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Znode(byte[] data, Stat stat) {}
