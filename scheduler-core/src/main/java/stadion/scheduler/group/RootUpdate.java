package stadion.scheduler.group;

/**
 * A change that a client asks for, as a pure function of the tree: it may be run again on a newer tree. Any exception it throws rejects the change and is handed back
 * to the client; nothing has changed then.
 */
@FunctionalInterface
public interface RootUpdate {
    void apply(RootEdit edit);
}
