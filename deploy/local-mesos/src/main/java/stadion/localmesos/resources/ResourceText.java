package stadion.localmesos.resources;

import java.util.ArrayList;
import java.util.regex.Pattern;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;
import stadion.localmesos.json.ProtobufJsonReader;

/**
 * Resources as in Mesos' flag {@code --resources}: {@code cpus:4;mem:8192;ports:[31000-31999];cpus(prod):2}, where a role
 * reserves, or a JSON list of Resource messages.
 */
public final class ResourceText {

    private static final Pattern RESOURCE = Pattern.compile("([^:()]+)(?:\\(([^:()]*)\\))?:(.+)", Pattern.DOTALL);

    private ResourceText() {}

    /**
     * Reads resources, separated by semicolons or line ends.
     *
     * @throws IllegalArgumentException if a resource is malformed or invalid; says which, and what is expected
     */
    public static Resources parse(String text) {
        var resources = new ArrayList<Resource>();
        if (text.stripLeading().startsWith("[")) {
            resources.addAll(ProtobufJsonReader.readList(text, Resource.getDefaultInstance()));
        } else {
            for (var item : text.split("[;\n]")) {
                if (!item.isBlank()) {
                    resources.add(resource(item.strip()));
                }
            }
        }
        ResourceRules.check(resources).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        return Resources.of(resources);
    }

    private static Resource resource(String text) {
        var parts = RESOURCE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expecting a resource like cpus:4 or cpus(role):4, got '" + text + "'");
        }
        var value = ValueText.parse(parts.group(3));
        var resource = Resource.newBuilder().setName(parts.group(1).strip()).setType(value.getType());
        switch (value.getType()) {
            case SCALAR -> resource.setScalar(value.getScalar());
            case RANGES -> resource.setRanges(value.getRanges());
            case SET -> resource.setSet(value.getSet());
            case TEXT ->
                throw new IllegalArgumentException("expecting a number, ranges or a set for resource '" + text + "'");
        }
        var role = parts.group(2);
        if (role != null && !role.strip().equals("*")) {
            resource.addReservations(ReservationInfo.newBuilder()
                    .setType(ReservationInfo.Type.STATIC)
                    .setRole(role.strip()));
        }
        return resource.build();
    }

    /** The ranges moved up by an offset, as the ports of the next agent on the same host are. */
    public static Value.Ranges shifted(Value.Ranges ranges, long offset) {
        var shifted = Value.Ranges.newBuilder();
        ranges.getRangeList()
                .forEach(range -> shifted.addRange(Value.Range.newBuilder()
                        .setBegin(range.getBegin() + offset)
                        .setEnd(range.getEnd() + offset)));
        return shifted.build();
    }
}
