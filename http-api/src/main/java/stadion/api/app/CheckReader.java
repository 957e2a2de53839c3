package stadion.api.app;

import static stadion.api.json.JsonTypes.BOOLEAN;
import static stadion.api.json.JsonTypes.INT;
import static stadion.api.json.JsonTypes.NOT_EMPTY;
import static stadion.api.json.JsonTypes.NOT_NEGATIVE;
import static stadion.api.json.JsonTypes.PATH;
import static stadion.api.json.JsonTypes.PORT;
import static stadion.api.json.JsonTypes.STRING;
import static stadion.api.json.JsonTypes.oneOf;

import java.util.List;
import stadion.api.json.JsonFields;
import stadion.api.json.JsonType;
import stadion.scheduler.model.AppDefinition.Check;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.ReadinessCheck;

/** Reads the three kinds of checks. Fields that make no sense together are kept here and refused by the rules. */
public final class CheckReader {

    public static final JsonType<String> SCHEME = oneOf("HTTP", "HTTPS");

    private static final JsonType<HealthCheck.Protocol> PROTOCOL = oneOf(HealthCheck.Protocol.class);

    private static final JsonType<String> IP_PROTOCOL = oneOf("IPv4", "IPv6");

    private static final JsonType<String> COMMAND =
            (node, path, errors) -> JsonFields.strict(node, path, errors).required("value", STRING, "");

    static final JsonType<HealthCheck> HEALTH_CHECK = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new HealthCheck(
                fields.optional("protocol", PROTOCOL, HealthCheck.Protocol.HTTP),
                fields.optional("path", STRING),
                fields.optional("port", PORT),
                fields.optional("portIndex", PORT),
                fields.optional("command", COMMAND),
                fields.optional("gracePeriodSeconds", NOT_NEGATIVE, 300),
                fields.optional("intervalSeconds", NOT_NEGATIVE, 60),
                fields.optional("timeoutSeconds", INT, 20),
                fields.optional("maxConsecutiveFailures", NOT_NEGATIVE, 3),
                fields.optional("delaySeconds", NOT_NEGATIVE, 15),
                fields.optional("ignoreHttp1xx", BOOLEAN),
                fields.optional("ipProtocol", IP_PROTOCOL, "IPv4"));
    };

    private static final JsonType<Check.Http> HTTP = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new Check.Http(
                fields.optional("portIndex", PORT),
                fields.optional("port", PORT),
                fields.optional("path", PATH),
                fields.optional("scheme", SCHEME, "HTTP"));
    };

    private static final JsonType<Check.Tcp> TCP = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new Check.Tcp(fields.optional("portIndex", PORT), fields.optional("port", PORT));
    };

    private static final JsonType<Check.Exec> SHELL = (node, path, errors) ->
            new Check.Exec(JsonFields.of(node, path, errors).required("shell", NOT_EMPTY, ""), List.of());

    private static final JsonType<Check.Exec> ARGV = (node, path, errors) -> new Check.Exec(
            null,
            JsonFields.of(node, path, errors)
                    .required("argv", STRING.list().check(a -> !a.isEmpty(), "error.minLength"), List.of()));

    /** A shell command or an argument vector; of both, the shell command. */
    public static final JsonType<Check.Exec> COMMAND_LINE = SHELL.or(ARGV);

    public static final JsonType<Check.Exec> EXEC = (node, path, errors) ->
            JsonFields.strict(node, path, errors).required("command", COMMAND_LINE, new Check.Exec("", List.of()));

    static final JsonType<Check> CHECK = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new Check(
                fields.optional("http", HTTP),
                fields.optional("tcp", TCP),
                fields.optional("exec", EXEC),
                fields.optional("intervalSeconds", NOT_NEGATIVE, 60),
                fields.optional("timeoutSeconds", NOT_NEGATIVE, 20),
                fields.optional("delaySeconds", NOT_NEGATIVE, 15));
    };

    static final JsonType<ReadinessCheck> READINESS_CHECK = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return new ReadinessCheck(
                fields.optional("name", NOT_EMPTY, "readinessCheck"),
                fields.optional("protocol", SCHEME, "HTTP"),
                fields.optional("path", PATH, "/"),
                fields.optional("portName", NetworkReader.PORT_NAME, "http-api"),
                fields.optional("intervalSeconds", NOT_NEGATIVE, 30),
                fields.optional("timeoutSeconds", INT.check(n -> n >= 1, "error.min"), 10),
                fields.optional(
                        "httpStatusCodesForReady",
                        INT.set().check(codes -> !codes.isEmpty(), "error.minLength"),
                        List.of(200)),
                fields.optional("preserveLastResponse", BOOLEAN, false));
    };

    private CheckReader() {}
}
