package stadion.localmesos.master;

import org.apache.mesos.v1.scheduler.Protos.Event;

/** The open answer to a SUBSCRIBE call, on which events go to the framework. */
interface FrameworkConnection {

    /** Identifies the connection; the framework's other calls carry it in the header Mesos-Stream-Id. */
    String streamId();

    /** Sends an event after those sent before. Returns at once; nothing is sent any more after {@link #close()}. */
    void send(Event event);

    /** Ends the answer after what was sent. */
    void close();
}
