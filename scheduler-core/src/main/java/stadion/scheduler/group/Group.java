package stadion.scheduler.group;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSet;
import stadion.scheduler.model.PathId;

/**
 * A folder of apps and pods. {@code apps}, {@code pods} and {@code groups} hold the ids of its direct children; {@code version} is when it, or anything below it, last
 * changed.
 */
@RecordBuilder
public record Group(
        PathId id,
        Instant version,
        List<PathId> dependencies,
        @Nullable Boolean enforceRole,
        PSet<PathId> apps,
        PSet<PathId> pods,
        PSet<PathId> groups)
        implements GroupBuilder.With {}
