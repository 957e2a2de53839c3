package stadion.localmesos.agent;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import stadion.localmesos.agent.container.ContainerRequest.Mount;

/**
 * Puts volumes into the sandbox of a task that runs without an image: as links, as Mesos does without Linux' mount
 * namespaces. So a volume can't be read-only, and can't be anywhere else than in the sandbox.
 */
final class SandboxLinks {

    private SandboxLinks() {}

    /**
     * Makes links; those that are there already are left alone.
     *
     * @throws LaunchException if a path is not within the sandbox, or is taken by something else
     */
    static void make(Path sandbox, List<Mount> mounts) throws LaunchException, IOException {
        for (var mount : mounts) {
            var link = sandbox.resolve(mount.target()).normalize();
            if (mount.target().startsWith("/") || !link.startsWith(sandbox) || link.equals(sandbox)) {
                throw new LaunchException("Volume at '" + mount.target()
                        + "': without an image, a volume's container path must be relative to the sandbox");
            }
            Files.createDirectories(link.getParent());
            link(link, mount);
        }
    }

    private static void link(Path link, Mount mount) throws LaunchException, IOException {
        try {
            Files.createSymbolicLink(link, mount.source());
        } catch (FileAlreadyExistsException e) {
            if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(mount.source())) {
                throw new LaunchException(
                        "Volume at '" + mount.target() + "': the sandbox already has something of that name", e);
            }
        }
    }
}
