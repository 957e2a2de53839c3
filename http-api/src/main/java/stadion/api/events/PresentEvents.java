package stadion.api.events;

import akka.util.ByteString;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import stadion.api.events.EventRequest.Audience;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.app.AppStatus;
import stadion.scheduler.app.PresentState;
import stadion.scheduler.deployment.RunningDeployment;
import stadion.scheduler.event.SchedulerEvent;

/** How things are, told as events: the instances of all apps and pods, their tasks and health, and the deployments that run. */
record PresentEvents(List<AppStatus> statuses, List<RunningDeployment> deployments) {

    static PresentEvents of(SchedulerView view) {
        return new PresentEvents(List.copyOf(view.statuses()), List.copyOf(view.deployments()));
    }

    /** Up to which revision this shows what events are about, by their source. */
    Map<String, Long> revisions() {
        Map<String, Long> revisions = new HashMap<>();
        statuses.forEach(status -> revisions.put(PresentState.source(status.id()), status.revision()));
        deployments.forEach(running -> revisions.put(running.plan().id(), (long) running.currentStep()));
        return revisions;
    }

    /** The events that the audience wants, each made when it is asked for; at the end, that these are all, as things are after event {@code number}. */
    Stream<ByteString> frames(Audience audience, long number, Instant now) {
        Stream<SchedulerEvent> instances = statuses.stream().flatMap(status -> PresentState.of(status, now).stream());
        Stream<SchedulerEvent> running = deployments.stream()
                .filter(deployment -> !deployment.currentActions().isEmpty())
                .map(deployment -> new SchedulerEvent.DeploymentInfo(
                        deployment.plan(), deployment.plan().steps().get(deployment.currentStep() - 1), now));
        return Stream.concat(
                Stream.concat(instances, running)
                        .filter(event -> audience.wants(event.eventType()))
                        .map(event -> EventFrame.of(EventJson.told(event), null)),
                Stream.of(EventFrame.of(EventFrame.snapshotComplete(number, now), audience.ids() ? number : null)));
    }
}
