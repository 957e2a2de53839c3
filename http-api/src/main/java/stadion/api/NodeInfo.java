package stadion.api;

import java.util.Map;

/**
 * What {@code /v2/info} tells of this node beside who leads: the values of the flags it was started with, in Marathon's names. Values are strings, numbers, booleans,
 * lists or null. Passwords in addresses must have been removed.
 *
 * @param name the name of the Mesos framework
 * @param version the version of this server
 * @param buildref the commit it was built from
 */
public record NodeInfo(
        String name,
        String version,
        String buildref,
        Map<String, Object> marathonConfig,
        Map<String, Object> zookeeperConfig,
        Map<String, Object> httpConfig) {}
