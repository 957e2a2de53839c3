package stadion.localmesos.fake;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.protobuf.Message;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What happens on a fake agent and has to outlive the JVM. */
sealed interface Entry {

    /** The agent's id. */
    String agent();

    record Launched(
            String agent, FrameworkID framework, TaskInfo task, Optional<ExecutorInfo> executor, boolean reportsKilling)
            implements Entry {}

    record Updated(String agent, FrameworkID framework, TaskStatus status) implements Entry {}

    record Acknowledged(String agent, FrameworkID framework, TaskID task, ByteString uuid) implements Entry {}

    record FrameworkRemoved(String agent, FrameworkID framework) implements Entry {}

    /** The agent's whole resources. */
    record ResourcesChanged(String agent, List<Resource> total) implements Entry {}

    default void writeTo(DataOutputStream out) throws IOException {
        if (this instanceof Launched launched) {
            out.writeByte('L');
            out.writeUTF(launched.agent);
            write(launched.framework, out);
            write(launched.task, out);
            out.writeBoolean(launched.reportsKilling);
            out.writeBoolean(launched.executor.isPresent());
            if (launched.executor.isPresent()) {
                write(launched.executor.get(), out);
            }
        } else if (this instanceof Updated updated) {
            out.writeByte('U');
            out.writeUTF(updated.agent);
            write(updated.framework, out);
            write(updated.status, out);
        } else if (this instanceof Acknowledged acknowledged) {
            out.writeByte('A');
            out.writeUTF(acknowledged.agent);
            write(acknowledged.framework, out);
            write(acknowledged.task, out);
            write(acknowledged.uuid.toByteArray(), out);
        } else if (this instanceof FrameworkRemoved removed) {
            out.writeByte('F');
            out.writeUTF(removed.agent);
            write(removed.framework, out);
        } else if (this instanceof ResourcesChanged changed) {
            out.writeByte('R');
            out.writeUTF(changed.agent);
            out.writeInt(changed.total.size());
            for (var resource : changed.total) {
                write(resource, out);
            }
        }
    }

    static Entry readFrom(DataInputStream in) throws IOException {
        int kind = in.readByte();
        var agent = in.readUTF();
        return switch (kind) {
            case 'L' -> launched(agent, in);
            case 'U' -> new Updated(agent, FrameworkID.parseFrom(bytes(in)), TaskStatus.parseFrom(bytes(in)));
            case 'A' ->
                new Acknowledged(
                        agent,
                        FrameworkID.parseFrom(bytes(in)),
                        TaskID.parseFrom(bytes(in)),
                        ByteString.copyFrom(bytes(in)));
            case 'F' -> new FrameworkRemoved(agent, FrameworkID.parseFrom(bytes(in)));
            case 'R' -> resourcesChanged(agent, in);
            default -> throw new IOException("unknown entry of kind " + kind);
        };
    }

    private static Launched launched(String agent, DataInputStream in) throws IOException {
        var framework = FrameworkID.parseFrom(bytes(in));
        var task = TaskInfo.parseFrom(bytes(in));
        boolean reportsKilling = in.readBoolean();
        var executor =
                in.readBoolean() ? Optional.of(ExecutorInfo.parseFrom(bytes(in))) : Optional.<ExecutorInfo>empty();
        return new Launched(agent, framework, task, executor, reportsKilling);
    }

    private static ResourcesChanged resourcesChanged(String agent, DataInputStream in) throws IOException {
        int count = in.readInt();
        var total = new ArrayList<Resource>();
        for (int i = 0; i < count; i++) {
            total.add(Resource.parseFrom(bytes(in)));
        }
        return new ResourcesChanged(agent, List.copyOf(total));
    }

    private static void write(Message message, DataOutputStream out) throws IOException {
        write(message.toByteArray(), out);
    }

    private static void write(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
