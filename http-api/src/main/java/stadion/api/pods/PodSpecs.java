package stadion.api.pods;

import akka.util.ByteString;
import java.io.IOException;
import stadion.api.http.EntityTag;
import stadion.api.json.Timestamps;
import stadion.api.pod.PodJson;
import stadion.api.render.JsonOutput;
import stadion.api.render.Rendered;
import stadion.api.render.RenderedObject;
import stadion.scheduler.model.PodDefinition;

/** Writes definitions of pods, each of which is rendered once. */
public final class PodSpecs {

    private final Rendered<PodDefinition, RenderedObject> definitions =
            new Rendered<>(pod -> RenderedObject.of(out -> PodJson.write(out.json(), pod)));

    /** In which state a pod is, as users want it. */
    public EntityTag tag(PodDefinition pod) {
        return EntityTag.of(
                Timestamps.format(pod.version()), definitions.of(pod).checksum());
    }

    public void write(JsonOutput out, PodDefinition pod) throws IOException {
        out.json().writeStartObject();
        out.members(definitions.of(pod));
        out.json().writeEndObject();
    }

    ByteString render(PodDefinition pod) {
        return JsonOutput.render(out -> write(out, pod));
    }
}
