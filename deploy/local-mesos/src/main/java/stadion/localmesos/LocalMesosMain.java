package stadion.localmesos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import stadion.localmesos.fake.FakeBehavior;

/** Runs a Mesos master and its agents in this JVM until it is told to stop. */
@Command(
        name = "local-mesos",
        sortOptions = false,
        separator = " ",
        description = "A Mesos master and agents in one process, for trying out and for simulations.",
        footer = {"", "Flags can be written with - instead of _, and with = in front of the value."})
public final class LocalMesosMain implements Callable<Integer> {

    /** The exit code for wrong flags, as Marathon has it. */
    private static final int FLAG_ERROR = 112;

    private static final int START_ERROR = 111;
    private static final Pattern FLAG = Pattern.compile("--[^=]*");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "5050",
            description = "Port of the master; 0: any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--ip",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private InetAddress ip;

    @Option(
            names = "--hostname",
            paramLabel = "NAME",
            defaultValue = "localhost",
            description = "Name under which the tasks are reached (default: ${DEFAULT-VALUE}).")
    private String hostname;

    @Option(
            names = "--agents",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of agents (default: ${DEFAULT-VALUE}).")
    private int agents;

    @Option(
            names = "--agent_port",
            paramLabel = "PORT",
            defaultValue = "5051",
            description =
                    "Port of the first agent, the others have the next ones; 0: any free ones (default: ${DEFAULT-VALUE}).")
    private int agentPort;

    @Option(
            names = "--resources",
            paramLabel = "TEXT",
            defaultValue = "",
            description =
                    "Resources of each agent, as 'cpus:4;mem:8192;disk:40000;ports:[31000-31999]' (default: the machine's). Each further agent's ports are 1000 higher.")
    private String resources;

    @Option(
            names = "--attributes",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Attributes of each agent, as 'rack:r{i}', where {i} is 1, 2, ...")
    private String attributes;

    @Option(
            names = "--work_dir",
            paramLabel = "DIR",
            defaultValue = "mesos-data",
            description = "Directory for sandboxes and checkpoints (default: ${DEFAULT-VALUE}).")
    private Path workDir;

    @Option(
            names = "--allocation_interval",
            paramLabel = "MS",
            defaultValue = "100",
            description = "Shortest time between two rounds of offers in milliseconds (default: ${DEFAULT-VALUE}).")
    private long allocationInterval;

    @Option(
            names = "--container_tool",
            paramLabel = "PATH",
            description = "podman or docker (default: the one that is installed).")
    private @Nullable String containerTool;

    @Option(
            names = "--container_tool_args",
            paramLabel = "ARGS",
            defaultValue = "",
            description = "Its further arguments, separated by spaces, in front of the sub-command.")
    private String containerToolArgs;

    @Option(
            names = "--container_run_args",
            paramLabel = "ARGS",
            defaultValue = "",
            description = "Further arguments of its run command, separated by spaces.")
    private String containerRunArgs;

    @Option(names = "--fake_tasks", description = "Simulate tasks by timers instead of running them.")
    private boolean fakeTasks;

    @Option(
            names = "--fake_start_ms",
            paramLabel = "MS",
            defaultValue = "70",
            description = "Time until a simulated task runs (default: ${DEFAULT-VALUE}).")
    private long fakeStart;

    @Option(
            names = "--fake_kill_ms",
            paramLabel = "MS",
            defaultValue = "20",
            description = "Time until a simulated task is killed (default: ${DEFAULT-VALUE}).")
    private long fakeKill;

    @Option(
            names = "--fake_life_ms",
            paramLabel = "MS[-MS]",
            description = "Time that a simulated task runs, or its bounds (default: for ever).")
    private @Nullable String fakeLife;

    @Option(
            names = "--fake_failure_rate",
            paramLabel = "RATE",
            defaultValue = "0",
            description = "Part of the simulated tasks that fail, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double fakeFailureRate;

    @Option(
            names = {"--help", "-h"},
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    /** Runs with these arguments and ends the JVM. */
    public static void main(String[] args) {
        System.exit(run(args, new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8)));
    }

    /** Runs until the JVM is told to stop, or returns the exit code if it can't. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        return new CommandLine(new LocalMesosMain())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((exception, arguments) -> {
                    var command = exception.getCommandLine();
                    command.getErr().println(exception.getMessage());
                    command.usage(command.getErr());
                    return FLAG_ERROR;
                })
                .execute(underscored(args));
    }

    /** Flags as they are declared: with underscores, and the value in an argument of its own. */
    private static String[] underscored(String[] args) {
        var arguments = new ArrayList<String>();
        for (var arg : args) {
            var flag = FLAG.matcher(arg);
            if (!arg.startsWith("--") || !flag.lookingAt()) {
                arguments.add(arg);
                continue;
            }
            arguments.add("--" + flag.group().substring(2).replace('-', '_'));
            if (flag.end() < arg.length()) {
                arguments.add(arg.substring(flag.end() + 1));
            }
        }
        return arguments.toArray(String[]::new);
    }

    @Override
    public Integer call() throws InterruptedException {
        LocalMesosConfig config;
        try {
            config = config();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        try (var mesos = LocalMesos.start(config)) {
            var stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                mesos.close();
                stopped.countDown();
            }));
            announce(mesos);
            stopped.await();
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return START_ERROR;
        }
    }

    private LocalMesosConfig config() {
        return new LocalMesosConfig(
                ip,
                port,
                hostname,
                agents,
                agentPort,
                resources,
                attributes,
                workDir,
                new ContainerTool(containerTool, words(containerToolArgs), words(containerRunArgs)),
                fakeTasks ? fakeBehavior() : null,
                Duration.ofMillis(allocationInterval));
    }

    private FakeBehavior fakeBehavior() {
        var bounds = fakeLife == null ? new String[0] : fakeLife.split("-", 2);
        if (!Arrays.stream(bounds).allMatch(bound -> bound.matches("\\d{1,12}"))) {
            throw new IllegalArgumentException(
                    "Invalid value for option '--fake_life_ms': expecting 60000 or 30000-90000, got '" + fakeLife
                            + "'");
        }
        return new FakeBehavior(
                Duration.ofMillis(fakeStart),
                Duration.ofMillis(fakeKill),
                bounds.length == 0 ? null : Duration.ofMillis(Long.parseLong(bounds[0])),
                bounds.length == 0 ? null : Duration.ofMillis(Long.parseLong(bounds[bounds.length - 1])),
                fakeFailureRate);
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private void announce(LocalMesos mesos) {
        var out = spec.commandLine().getOut();
        var url = "http://" + hostname + ":" + mesos.address().getPort();
        out.println("Mesos master at " + url + " with " + agents + (agents == 1 ? " agent" : " agents")
                + (fakeTasks ? ", simulated tasks" : "") + "; data in " + workDir.toAbsolutePath());
        out.println("Try: curl " + url + "/state");
        out.flush();
    }
}
