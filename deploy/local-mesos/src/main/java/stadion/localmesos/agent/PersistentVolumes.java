package stadion.localmesos.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Resource;

/**
 * The directories of persistent volumes, {@code volumes/roles/ROLE/ID} in an agent's directory as in Mesos.
 *
 * @param root the agent's directory
 */
record PersistentVolumes(Path root) {

    static boolean isVolume(Resource resource) {
        return resource.getDisk().hasPersistence();
    }

    /** Where a volume is. As in Mesos, a slash in the name of a role becomes a space. */
    Path directoryOf(Resource volume) {
        return roles().resolve(roleOf(volume).replace('/', ' '))
                .resolve(volume.getDisk().getPersistence().getId().replace('/', ' '));
    }

    /** Makes the directories of volumes that have none. */
    void make(Collection<Resource> total) throws IOException {
        for (var directory : directoriesOf(total)) {
            Files.createDirectories(directory);
        }
    }

    /** Deletes all volumes that are no longer among the agent's resources, with all that is in them. */
    void deleteOthers(Collection<Resource> total) throws IOException {
        var kept = directoriesOf(total);
        for (var directory : existing()) {
            if (!kept.contains(directory)) {
                RunStore.deleteRecursively(directory);
            }
        }
    }

    private Set<Path> directoriesOf(Collection<Resource> resources) {
        var directories = new LinkedHashSet<Path>();
        resources.stream()
                .filter(PersistentVolumes::isVolume)
                .map(this::directoryOf)
                .forEach(directories::add);
        return directories;
    }

    private Set<Path> existing() throws IOException {
        var found = new LinkedHashSet<Path>();
        if (Files.isDirectory(roles())) {
            try (Stream<Path> roles = Files.list(roles())) {
                for (var role : roles.toList()) {
                    try (Stream<Path> volumes = Files.list(role)) {
                        volumes.forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    private Path roles() {
        return root.resolve("volumes").resolve("roles");
    }

    private static String roleOf(Resource volume) {
        var reservations = volume.getReservationsCount();
        return reservations > 0 ? volume.getReservations(reservations - 1).getRole() : legacyRole(volume);
    }

    /** The format of frameworks without the capability RESERVATION_REFINEMENT. */
    @SuppressWarnings("deprecation")
    private static String legacyRole(Resource volume) {
        return volume.getRole();
    }
}
