package stadion.scheduler.offer;

import java.time.Duration;
import java.time.Instant;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.DomainInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.Protos.Value;

/** An offer for tests, put together word by word. */
public final class AnOffer {

    private final Offer.Builder offer = Offer.newBuilder();

    private AnOffer(String host) {
        offer.setId(OfferID.newBuilder().setValue("offer-" + host))
                .setFrameworkId(FrameworkID.newBuilder().setValue("framework"))
                .setAgentId(AgentID.newBuilder().setValue("agent-" + host))
                .setHostname(host);
    }

    public static AnOffer from(String host) {
        return new AnOffer(host);
    }

    /** 4 cpus, 8192 MiB, 40000 MiB disk, ports 31000 to 31999. */
    public static AnOffer plentyFrom(String host) {
        return from(host).with("cpus", 4).with("mem", 8192).with("disk", 40000).withPorts(31000, 31999);
    }

    public AnOffer with(String resource, double amount) {
        return with(resource, amount, "*");
    }

    public AnOffer with(String resource, double amount, String role) {
        offer.addResources(scalar(resource, amount, role));
        return this;
    }

    public AnOffer withPorts(int first, int last) {
        return withPorts(first, last, "*");
    }

    public AnOffer withPorts(int first, int last, String role) {
        offer.addResources(owned(Resource.newBuilder(), role)
                .setName("ports")
                .setType(Value.Type.RANGES)
                .setRanges(Value.Ranges.newBuilder()
                        .addRange(Value.Range.newBuilder().setBegin(first).setEnd(last))));
        return this;
    }

    /** Reserved with a label, as for one instance of a resident app if that is {@code marathon_task_id}. */
    public AnOffer withReserved(String resource, double amount, String role, String label) {
        offer.addResources(scalar(resource, amount, role)
                .setReservation(Resource.ReservationInfo.newBuilder()
                        .setLabels(Labels.newBuilder()
                                .addLabels(Label.newBuilder().setKey(label).setValue("x")))));
        return this;
    }

    /** A mounted disk. */
    public AnOffer withMount(String root, double amount) {
        return withDisk(
                amount,
                Source.newBuilder()
                        .setType(Source.Type.MOUNT)
                        .setMount(Source.Mount.newBuilder().setRoot(root)));
    }

    /** A directory on another disk than the root disk. */
    public AnOffer withPath(String root, double amount) {
        return withDisk(
                amount,
                Source.newBuilder()
                        .setType(Source.Type.PATH)
                        .setPath(Source.Path.newBuilder().setRoot(root)));
    }

    public AnOffer withDisk(double amount, Source.Builder source) {
        offer.addResources(scalar("disk", amount, "*")
                .setDisk(Resource.DiskInfo.newBuilder().setSource(source)));
        return this;
    }

    public AnOffer with(Iterable<Resource> resources) {
        offer.addAllResources(resources);
        return this;
    }

    public AnOffer allocatedTo(String role) {
        offer.setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role));
        return this;
    }

    public AnOffer attribute(String name, String text) {
        return attribute(Attribute.newBuilder()
                .setName(name)
                .setType(Value.Type.TEXT)
                .setText(Value.Text.newBuilder().setValue(text)));
    }

    public AnOffer attribute(String name, double number) {
        return attribute(Attribute.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(number)));
    }

    public AnOffer attribute(Attribute.Builder attribute) {
        offer.addAttributes(attribute);
        return this;
    }

    public AnOffer in(String region, String zone) {
        offer.setDomain(DomainInfo.newBuilder()
                .setFaultDomain(DomainInfo.FaultDomain.newBuilder()
                        .setRegion(
                                DomainInfo.FaultDomain.RegionInfo.newBuilder().setName(region))
                        .setZone(DomainInfo.FaultDomain.ZoneInfo.newBuilder().setName(zone))));
        return this;
    }

    public AnOffer unavailableFrom(Instant start) {
        offer.getUnavailabilityBuilder()
                .setStart(TimeInfo.newBuilder()
                        .setNanoseconds(Duration.between(Instant.EPOCH, start).toNanos()));
        return this;
    }

    public AnOffer unavailable(Instant start, Duration duration) {
        unavailableFrom(start);
        Unavailability.Builder unavailability = offer.getUnavailabilityBuilder();
        unavailability.setDuration(DurationInfo.newBuilder().setNanoseconds(duration.toNanos()));
        return this;
    }

    public Offer build() {
        return offer.build();
    }

    public OfferLedger ledger() {
        return OfferLedger.of(build());
    }

    private static Resource.Builder scalar(String resource, double amount, String role) {
        return owned(Resource.newBuilder(), role)
                .setName(resource)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(amount));
    }

    /** Frameworks without RESERVATION_REFINEMENT are told the owner in the field that Mesos calls deprecated. */
    @SuppressWarnings("deprecation")
    private static Resource.Builder owned(Resource.Builder resource, String role) {
        return resource.setRole(role);
    }
}
