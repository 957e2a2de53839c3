package stadion.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Reads the event stream and notes when each task of an app, or of the apps of a group, was reported as running. */
final class RunningEvents implements AutoCloseable {

    private final HttpResponse<InputStream> response;
    private final String id;
    private final List<Long> times = new ArrayList<>();

    private RunningEvents(HttpResponse<InputStream> response, String id) {
        this.response = response;
        this.id = id;
    }

    /** Those of one app; subscribes before it returns. */
    static RunningEvents ofApp(String app, Api api) throws IOException, InterruptedException {
        return of("\"" + app + "\"", api);
    }

    /** Those of all apps below a group; subscribes before it returns. */
    static RunningEvents ofGroup(String group, Api api) throws IOException, InterruptedException {
        return of("\"" + group + "/", api);
    }

    private static RunningEvents of(String id, Api api) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(api.uri("/v2/events?event_type=status_update_event"))
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<InputStream> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IOException("the event stream was answered " + response.statusCode());
        }
        RunningEvents reading = new RunningEvents(response, id);
        Thread thread = new Thread(reading::read, "events");
        thread.setDaemon(true);
        thread.start();
        return reading;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("\"TASK_RUNNING\"") && line.contains(id)) {
                    note(System.nanoTime());
                }
            }
        } catch (IOException closed) {
            // The measurement is over, or waits in vain and says so.
        }
    }

    private synchronized void note(long nanos) {
        times.add(nanos);
        notifyAll();
    }

    /** Waits until this many tasks run; returns the moments (as System.nanoTime) at which each was reported. */
    synchronized List<Long> await(int tasks) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + 900_000_000_000L;
        while (times.size() < tasks) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("only " + times.size() + " of " + tasks + " tasks were reported as running");
            }
            wait(1000);
        }
        return List.copyOf(times);
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
