package stadion.localmesos;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program that runs Docker images.
 *
 * @param command path or name of podman or docker; null: the first of them that is found on the path
 * @param arguments further arguments in front of the sub-command, as {@code --storage-driver vfs}
 * @param runArguments further arguments of {@code run}, as {@code --ulimit nofile=1024:20000}
 */
public record ContainerTool(@Nullable String command, List<String> arguments, List<String> runArguments) {

    public ContainerTool {
        arguments = List.copyOf(arguments);
        runArguments = List.copyOf(runArguments);
    }

    /** Whatever is installed, without further arguments. */
    public static ContainerTool installed() {
        return new ContainerTool(null, List.of(), List.of());
    }
}
