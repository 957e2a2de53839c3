package stadion.persistence.lease;

/** A store that keeps leases. */
public interface LeaseStore {

    LeaseRecords leases();
}
