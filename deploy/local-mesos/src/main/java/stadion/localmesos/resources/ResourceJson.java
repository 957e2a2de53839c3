package stadion.localmesos.resources;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import org.apache.mesos.v1.Protos.Attribute;

/** Resources and attributes as the state of the master and of agents shows them. */
public final class ResourceJson {

    private static final List<String> SCALARS = List.of("cpus", "mem", "disk", "gpus");
    private static final JsonMapper JSON = new JsonMapper();

    private ResourceJson() {}

    /** The scalars that Mesos always shows, and the other resources that are there. */
    public static ObjectNode resources(Resources resources) {
        var json = JSON.createObjectNode();
        SCALARS.forEach(name -> json.put(name, resources.scalar(name)));
        for (var name : resources.names()) {
            if (!SCALARS.contains(name)) {
                json.put(name, resources.valueOf(name));
            }
        }
        return json;
    }

    public static ObjectNode attributes(Collection<Attribute> attributes) {
        var json = JSON.createObjectNode();
        for (var attribute : attributes) {
            if (attribute.hasScalar()) {
                json.put(attribute.getName(), attribute.getScalar().getValue());
            } else {
                json.put(attribute.getName(), AttributeText.valueOf(attribute));
            }
        }
        return json;
    }
}
