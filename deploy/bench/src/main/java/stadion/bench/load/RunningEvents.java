package stadion.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Reads the event stream and notes when each task of an app was reported as running. */
final class RunningEvents implements AutoCloseable {

    private final HttpResponse<InputStream> response;
    private final String app;
    private final List<Long> times = new ArrayList<>();

    private RunningEvents(HttpResponse<InputStream> response, String app) {
        this.response = response;
        this.app = "\"" + app + "\"";
    }

    /** Subscribes before it returns. */
    static RunningEvents of(String app, URI events) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(events)
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<InputStream> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IOException("the event stream was answered " + response.statusCode());
        }
        RunningEvents reading = new RunningEvents(response, app);
        Thread thread = new Thread(reading::read, "events");
        thread.setDaemon(true);
        thread.start();
        return reading;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("\"TASK_RUNNING\"") && line.contains(app)) {
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
