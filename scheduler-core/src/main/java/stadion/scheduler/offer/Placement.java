package stadion.scheduler.offer;

import java.util.List;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.Instance.AgentRef;

/** Where the instances of one app are, as counts per constraint field; immutable, kept up to date by one step per launch or end. */
public final class Placement {

    public static final Placement NONE = new Placement();

    private Placement() {}

    public Placement plus(List<Constraint> constraints, AgentRef agent) {
        return this;
    }

    public Placement minus(List<Constraint> constraints, AgentRef agent) {
        return this;
    }
}
