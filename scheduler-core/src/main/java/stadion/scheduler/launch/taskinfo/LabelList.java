package stadion.scheduler.launch.taskinfo;

import java.util.Map;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;

/** Labels in the form that Mesos takes. */
final class LabelList {

    private LabelList() {}

    static Labels.Builder of(Map<String, String> labels) {
        Labels.Builder list = Labels.newBuilder();
        labels.forEach((key, value) -> add(list, key, value));
        return list;
    }

    static void add(Labels.Builder list, String key, String value) {
        list.addLabels(Label.newBuilder().setKey(key).setValue(value));
    }
}
