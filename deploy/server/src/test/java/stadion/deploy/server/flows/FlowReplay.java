package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Replays one flow: does what was done, as soon as what had been seen before has been seen here, too. What is different is found out at the end, by {@link FlowVerdict}, as only
 * then it is clear which instance stands for which.
 */
final class FlowReplay {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SNAPSHOT_PATIENCE = Duration.ofSeconds(10);

    /** How long Mesos may be kept silent. Its heartbeats are further apart. */
    private static final Duration HELD = Duration.ofSeconds(5);

    private final Flow flow;
    private final FlowBed bed;
    private final FlowClient client;
    private final OutsideActions outside;
    private final Optional<OwnEvents> own;
    private final Map<String, EventStream> streams = new LinkedHashMap<>();
    private final List<JsonNode> expected = new ArrayList<>();
    private final Map<String, String> instances = new HashMap<>();
    private final FlowVerdict verdict;
    private boolean held;
    private boolean offersHeld;

    /**
     * A replay.
     *
     * @param alone whether nothing else happens on the server meanwhile
     */
    FlowReplay(Flow flow, FlowBed bed, boolean alone) {
        this.flow = flow;
        this.bed = bed;
        this.client = new FlowClient(
                bed.server().url(), "http://127.0.0.1:" + bed.mesos().address().getPort(), flow.specs());
        this.outside = new OutsideActions(bed, client);
        this.own = alone ? Optional.empty() : Optional.of(new OwnEvents(flow.specs()));
        this.verdict = new FlowVerdict(flow, alone);
    }

    /** All differences, in words. */
    List<String> differences() throws Exception {
        try {
            prepare();
            for (int i = 0; i < flow.timeline().size(); i++) {
                step(i, flow.timeline().get(i));
            }
            awaitEvents();
            return verdict.differences(events(), instances);
        } catch (FlowStuck stuck) {
            List<String> all = new ArrayList<>(List.of(stuck.getMessage()));
            all.addAll(verdict.differences(events(), instances));
            return all;
        } finally {
            release();
            outside.undo();
            leaveNothing();
        }
    }

    private void prepare() throws Exception {
        for (Precondition app : Precondition.of(flow)) {
            Monitor monitor = bed.monitor();
            int before = monitor.position();
            monitor.awaitEnd(client.make(app));
            monitor.await(before, "instance_changed_event:Running", app.id(), app.instances());
        }
        Monitor monitor = bed.monitor();
        int before = monitor.position();
        Set<String> filtered = filteredStreams();
        for (String name : filtered) {
            open(name, types(name));
        }
        // A stream that is opened later would be told of these, if that was not done yet.
        monitor.awaitAttached(before, filtered.size());
    }

    /** Nothing of the flow is there, or has still to be told, when the next one begins. */
    private void leaveNothing() throws Exception {
        Monitor monitor = bed.monitor();
        for (String deployment : client.removeEverything()) {
            monitor.awaitEnd(deployment);
        }
        int before = monitor.position();
        long open = streams.values().stream().filter(EventStream::isOpen).count();
        for (EventStream stream : streams.values()) {
            stream.close();
        }
        if (own.isEmpty()) {
            awaitEndsOfStreams(monitor, before, open);
        }
    }

    /** The server finds out that a client has gone when it tells it something, and that mostly the second time. */
    private void awaitEndsOfStreams(Monitor monitor, int position, long count) throws Exception {
        Await.until(
                        PATIENCE,
                        () -> {
                            monitor.awaitEnd(client.changeNothing());
                            return monitor.hasSeenEnds(position, count);
                        },
                        seen -> seen)
                .ifPresent(seen -> {
                    throw new AssertionError("the event stream does not tell of the ends of " + count + " streams");
                });
    }

    private void step(int i, JsonNode item) throws Exception {
        switch (Flow.kind(item)) {
            case "event" -> {
                openAsRecorded(item);
                expected.add(item);
                holdOffersUntilTheSnapshotAfter(i);
            }
            case "response" -> verdict.answer(item);
            case "stream_closed" -> awaitClosed(item.path("stream").asText());
            case "request" -> {
                awaitEvents();
                holdOffersUntilTheSnapshotAfter(i);
                if (isFollowedByASnapshotBeforeMesosActs(i)) {
                    hold();
                }
                send(i, item);
            }
            case "snapshot" -> {
                awaitEvents();
                verdict.snapshot(item, client.snapshot(item.path("get"), held ? HELD : SNAPSHOT_PATIENCE));
                release();
                holdOffersUntilTheSnapshotAfter(i);
            }
            case "action" -> {
                awaitEvents();
                holdOffersUntilTheSnapshotAfter(i);
                outside.act(item, flow);
            }
            default -> throw new IllegalArgumentException("unknown item " + item);
        }
    }

    private void send(int i, JsonNode request) throws Exception {
        String path = FlowText.fill(request.path("path").asText(), instances);
        if (path.contains("<<")) {
            instances.putAll(InstanceNames.inOrder(path, flow.timeline().subList(0, i), events()));
            client.anyInstances(FlowText.fill(path, instances), instances);
            path = FlowText.fill(path, instances);
        }
        String body = request.has("body") ? request.get("body").toString() : "";
        FlowClient.Answer answer = client.send(request.path("method").asText(), verdict.withDeployments(path), body);
        own.ifPresent(events -> answer.deployment().ifPresent(events::addDeployment));
        verdict.answered(request, answer);
    }

    private void hold() {
        bed.link().hold();
        held = true;
    }

    private void release() throws IOException {
        if (held) {
            held = false;
            bed.link().release();
        }
        if (offersHeld) {
            offersHeld = false;
            bed.resumeOffers();
        }
    }

    /** A task that ends is followed by the next one soon here. Where a snapshot shows what is between them nothing is offered from the last launch before it on. */
    private void holdOffersUntilTheSnapshotAfter(int item) throws Exception {
        if (!offersHeld && isFollowedByASnapshotOfWhatWaits(item)) {
            awaitEvents();
            bed.holdOffers();
            offersHeld = true;
        }
    }

    private boolean isFollowedByASnapshotOfWhatWaits(int item) {
        for (JsonNode next : flow.timeline().subList(item + 1, flow.timeline().size())) {
            switch (Flow.kind(next)) {
                case "snapshot" -> {
                    return !next.path("get").path("/v2/queue").path("queue").isEmpty();
                }
                case "request", "action" -> {
                    return false;
                }
                default -> {
                    if (Flow.kind(next).equals("event")
                            && Event.recorded(next).name().equals("instance_changed_event:Provisioned")) {
                        return false;
                    }
                }
            }
        }
        return false;
    }

    /** Whether the snapshot after a request was taken before Mesos had done anything. Mesos is quicker here. */
    private boolean isFollowedByASnapshotBeforeMesosActs(int request) {
        for (JsonNode item :
                flow.timeline().subList(request + 1, flow.timeline().size())) {
            String kind = Flow.kind(item);
            if (kind.equals("snapshot")) {
                return true;
            }
            String name = kind.equals("event") ? Event.recorded(item).name() : "";
            if (kind.equals("request")
                    || kind.equals("action")
                    || name.startsWith("status_update_event")
                    || name.equals("instance_changed_event:Provisioned")) {
                return false;
            }
        }
        return false;
    }

    /** Streams that never saw that they were attached: they asked for other types. */
    private Set<String> filteredStreams() {
        Set<String> names = new TreeSet<>();
        flow.events().forEach(item -> names.add(item.path("stream").asText()));
        flow.events()
                .filter(item -> item.path("event").asText().equals("event_stream_attached"))
                .forEach(item -> names.remove(item.path("stream").asText()));
        return names;
    }

    private Set<String> types(String stream) {
        return flow.events()
                .filter(item -> item.path("stream").asText().equals(stream))
                .map(item -> item.path("event").asText())
                .collect(Collectors.toSet());
    }

    private void open(String name, Set<String> types) throws Exception {
        streams.put(name, new EventStream(bed.server().url(), types));
    }

    private Map<String, List<Event>> events() {
        Map<String, List<Event>> all = new LinkedHashMap<>();
        streams.forEach((name, stream) -> {
            List<Event> events = EarlyChecks.without(stream.events());
            all.put(name, own.map(filter -> filter.of(events)).orElseGet(() -> withoutOthers(events)));
        });
        return all;
    }

    /** That the server subscribes to Mesos matters only in flows that show it. */
    private List<Event> withoutOthers(List<Event> events) {
        Set<String> shown =
                flow.events().map(item -> item.path("event").asText()).collect(Collectors.toSet());
        return events.stream()
                .filter(event -> shown.contains(event.type()) || !event.type().startsWith("scheduler_"))
                .toList();
    }

    private void awaitEvents() throws Exception {
        awaitEvents(expected);
    }

    /** Opens a stream when all has come that came before it. Other streams may have been told of it before itself, but not as the first that they were told. */
    private void openAsRecorded(JsonNode event) throws Exception {
        String name = event.path("stream").asText();
        if (!streams.containsKey(name)) {
            List<JsonNode> before = new ArrayList<>(expected);
            while (!before.isEmpty() && mayTellOfAnotherStream(before)) {
                before.remove(before.size() - 1);
            }
            awaitEvents(before);
            open(name, Set.of());
        }
    }

    private static boolean mayTellOfAnotherStream(List<JsonNode> events) {
        JsonNode last = events.get(events.size() - 1);
        boolean first = events.stream()
                        .filter(event -> event.path("stream").equals(last.path("stream")))
                        .count()
                == 1;
        return last.path("event").asText().equals("event_stream_attached") && !first;
    }

    private void awaitEvents(List<JsonNode> these) throws Exception {
        Await.until(PATIENCE, () -> verdict.missing(these, events()), List::isEmpty)
                .ifPresent(missing -> {
                    throw new FlowStuck("never came: " + missing);
                });
    }

    private void awaitClosed(String stream) throws Exception {
        Await.until(PATIENCE, () -> streams.get(stream).isOpen(), open -> !open).ifPresent(open -> {
            throw new FlowStuck("the stream " + stream + " was not closed");
        });
    }

    /** Going on makes no sense. */
    private static final class FlowStuck extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FlowStuck(String message) {
            super(message);
        }
    }
}
