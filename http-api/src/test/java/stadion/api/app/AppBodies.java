package stadion.api.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;
import stadion.api.json.Json;

/** Makes bodies of apps for property tests. */
final class AppBodies {

    private static final Map<String, List<String>> GOOD = new TreeMap<>(Map.ofEntries(
            Map.entry("cmd", List.of("'sleep 1'", "'echo äöü'")),
            Map.entry("cpus", List.of("0", "0.1", "2", "1e-1")),
            Map.entry("mem", List.of("0", "32", "16.5")),
            Map.entry("disk", List.of("100")),
            Map.entry("instances", List.of("0", "1", "1e2")),
            Map.entry("user", List.of("'nobody'")),
            Map.entry("env", List.of("{'A': '1', 'B': ''}", "{}")),
            Map.entry("labels", List.of("{'z': '1', 'a': '2'}", "{}")),
            Map.entry("executor", List.of("''", "'//cmd'", "'/usr/bin/x'")),
            Map.entry("executorResources", List.of("{}", "{'cpus': 0.2, 'mem': 64}")),
            Map.entry("resourceLimits", List.of("{'cpus': 'unlimited'}", "{'cpus': 3, 'mem': 128.5}")),
            Map.entry(
                    "constraints",
                    List.of(
                            "[['hostname', 'UNIQUE']]",
                            "[['rack', 'GROUP_BY', '3'], ['rack', 'LIKE', 'r.*']]",
                            "[['a', 'IS'], ['a', 'IS']]")),
            Map.entry("uris", List.of("['http://e.com/a.tgz', 'http://e.com/a.sh']", "[]")),
            Map.entry("fetch", List.of("[{'uri': 'http://e.com/a', 'destPath': 'b'}]", "[]")),
            Map.entry("ports", List.of("[]", "[0]", "[10001, 0]")),
            Map.entry(
                    "portDefinitions", List.of("[]", "[{'name': 'a'}]", "[{'port': 10002, 'labels': {'l': 'v'}}, {}]")),
            Map.entry("requirePorts", List.of("true", "false")),
            Map.entry(
                    "networks",
                    List.of(
                            "[]",
                            "[{'mode': 'host'}]",
                            "[{'mode': 'container/bridge'}]",
                            "[{'name': 'n1', 'labels': {'k': 'v'}}]",
                            "[{'name': 'n1'}, {'name': 'n2'}]")),
            Map.entry("ipAddress", List.of("{'networkName': 'n1'}", "{'networkName': 'mesos-bridge'}")),
            Map.entry(
                    "container",
                    List.of(
                            "{'type': 'MESOS'}",
                            "{'type': 'MESOS', 'docker': {'image': 'x', 'privileged': true}}",
                            "{'docker': {'image': 'x', 'parameters': [{'key': 'a', 'value': 'b'}]}}",
                            "{'docker': {'image': 'x', 'network': 'BRIDGE', 'portMappings': [{'containerPort': 80}]}}",
                            "{'docker': {'image': 'x'}, 'portMappings': [{'containerPort': 80, 'name': 'web'}, {}]}",
                            "{'docker': {'image': 'x'}, 'portMappings': []}",
                            "{'type': 'MESOS', 'volumes': [{'containerPath': 'd', 'mode': 'RW', 'persistent': {'size': 1}}]}",
                            "{'type': 'MESOS', 'volumes': [{'containerPath': 'd', 'mode': 'RO', 'hostPath': '/d'}]}",
                            "{'type': 'MESOS', 'linuxInfo': {'ipcInfo': {'mode': 'private', 'shmSize': 5}}}")),
            Map.entry(
                    "healthChecks",
                    List.of(
                            "[]",
                            "[{}]",
                            "[{'protocol': 'TCP', 'path': '/x', 'delaySeconds': 3}]",
                            "[{'protocol': 'COMMAND', 'command': {'value': 'true'}, 'portIndex': 7}]",
                            "[{'protocol': 'MESOS_HTTP', 'path': '/h', 'port': 80}]",
                            "[{'protocol': 'https', 'ignoreHttp1xx': true, 'port': 1}, {'port': 2}]")),
            Map.entry(
                    "check",
                    List.of(
                            "{'exec': {'command': {'argv': ['a', 'b']}}}",
                            "{'http': {'port': 80}}",
                            "{'tcp': {'port': 5}}")),
            Map.entry("readinessChecks", List.of("[]", "[{'portName': 'default'}]", "[{'portName': 'a'}]")),
            Map.entry("dependencies", List.of("['/x', 'x', '../y']", "[]")),
            Map.entry("acceptedResourceRoles", List.of("['*', '*']", "['*', 'group']")),
            Map.entry("role", List.of("'*'", "'group'")),
            Map.entry("killSelection", List.of("'oldest_first'")),
            Map.entry("residency", List.of("{'relaunchEscalationTimeoutSeconds': 5}")),
            Map.entry(
                    "upgradeStrategy",
                    List.of(
                            "{'minimumHealthCapacity': 0.5, 'maximumOverCapacity': 0}",
                            "{'minimumHealthCapacity': 1, 'maximumOverCapacity': 1, 'progressDeadlineSeconds': 60}",
                            "{'minimumHealthCapacity': 1, 'maximumOverCapacity': 1, 'maxFailedInstances': 0, 'autoRevert': true}")),
            Map.entry(
                    "unreachableStrategy",
                    List.of("'disabled'", "{}", "{'inactiveAfterSeconds': 1, 'expungeAfterSeconds': 2}")),
            Map.entry("taskKillGracePeriodSeconds", List.of("0", "30")),
            Map.entry("tty", List.of("true", "false")),
            Map.entry("backoffSeconds", List.of("0", "600")),
            Map.entry("backoffFactor", List.of("1", "2.5")),
            Map.entry("maxLaunchDelaySeconds", List.of("0", "3600"))));

    private static final List<String> NONSENSE = List.of(
            "null", "5", "-1", "1e400", "''", "'x'", "[]", "[5]", "['a']", "[[]]", "[{}]", "{}", "{'a': {}}", "true");

    private AppBodies() {}

    /** Bodies whose fields are each fine, though some do not go together. */
    static Arbitrary<JsonNode> sensible() {
        return bodies(false);
    }

    /** Bodies in which some fields hold something else. */
    static Arbitrary<JsonNode> nonsensical() {
        return bodies(true);
    }

    private static Arbitrary<JsonNode> bodies(boolean nonsense) {
        return Arbitraries.of(GOOD.keySet())
                .flatMap(name -> field(name, nonsense))
                .list()
                .ofMinSize(nonsense ? 1 : 0)
                .ofMaxSize(8)
                .map(fields -> {
                    ObjectNode body = json("{'id': '/group/app'}").deepCopy();
                    fields.forEach(field -> body.set(field.getKey(), json(field.getValue())));
                    if (!nonsense && !body.has("container")) {
                        body.put("cmd", "sleep 1");
                    }
                    return body;
                });
    }

    private static Arbitrary<Map.Entry<String, String>> field(String name, boolean nonsense) {
        Arbitrary<String> values = Arbitraries.of(GOOD.get(name));
        Arbitrary<String> some =
                nonsense ? Arbitraries.frequencyOf(Tuple.of(7, values), Tuple.of(1, Arbitraries.of(NONSENSE))) : values;
        return some.map(value -> Map.entry(name, value));
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
