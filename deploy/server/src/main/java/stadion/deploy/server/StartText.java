package stadion.deploy.server;

import java.net.URI;

/** What the server prints when it is ready: what runs where, and what to type next. */
final class StartText {

    private StartText() {}

    /**
     * A few lines of plain text.
     *
     * @param api base URI of the API
     * @param mesos what Mesos is used and where, such as "embedded, 1 agent, http://127.0.0.1:5050"
     * @param data where the state is kept
     */
    static String of(URI api, String mesos, String data) {
        return """

                Stadion %1$s is ready.
                  API    %2$s/v2/apps
                  Mesos  %3$s
                  Data   %4$s

                Run an app, look at it, and remove it again:
                  curl -X POST -H 'Content-Type: application/json' %2$s/v2/apps \\
                    -d '{"id": "/hello", "cmd": "while true; do echo hello; sleep 5; done", "cpus": 0.1, "mem": 32}'
                  curl %2$s/v2/apps/hello
                  curl -X DELETE %2$s/v2/apps/hello

                """.formatted(Version.current(), withoutSlash(api), mesos, data);
    }

    private static String withoutSlash(URI uri) {
        return uri.toString().replaceFirst("/$", "");
    }
}
