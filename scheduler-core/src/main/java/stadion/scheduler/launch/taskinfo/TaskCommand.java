package stadion.scheduler.launch.taskinfo;

import java.util.List;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Check;
import stadion.scheduler.model.AppDefinition.FetchUri;
import stadion.scheduler.model.PodDefinition.Exec;
import stadion.scheduler.model.PodDefinition.PodContainer;

/** What the agent is to run, as whom, with which files and environment. */
final class TaskCommand {

    private TaskCommand() {}

    /** For the command and Docker executors: the app's command line, or its arguments without a shell (which an image's entry point may take). */
    static CommandInfo of(AppDefinition app, Environment environment) {
        CommandInfo.Builder command = surroundings(app.user(), app.fetch(), environment);
        if (app.cmd() != null) {
            return command.setValue(app.cmd()).build();
        }
        if (app.container() == null && !app.args().isEmpty()) {
            command.setValue(app.args().get(0));
        }
        return command.setShell(false).addAllArguments(app.args()).build();
    }

    /** For an executor of the user's: its path, which is made executable first, with the command line (or the arguments, joined) behind. */
    static CommandInfo ofExecutor(String path, AppDefinition app, Environment environment) {
        @Nullable String cmd = app.cmd();
        String quoted = "'" + path.replace("'", "'\\''") + "'";
        String rest = cmd != null ? cmd : String.join(" ", app.args());
        CommandInfo.Builder command = surroundings(app.user(), app.fetch(), environment)
                .setValue("chmod ug+rx " + quoted + " && exec " + quoted + " " + rest);
        if (cmd == null && !app.args().isEmpty()) {
            command.setShell(false).addAllArguments(app.args());
        }
        return command.build();
    }

    /**
     * For a container of a pod. Arguments go to the image's entry point unless they are to take its place; without an image the first is the program (which Marathon leaves
     * out, so that Mesos refuses the task).
     */
    static CommandInfo of(PodContainer container, @Nullable String podUser, Environment environment) {
        @Nullable String user = container.user() == null ? podUser : container.user();
        CommandInfo.Builder command = surroundings(user, container.artifacts(), environment);
        @Nullable Exec exec = container.exec();
        if (exec == null) {
            return command.setShell(false).build();
        }
        if (exec.shell() != null) {
            return command.setShell(true).setValue(exec.shell()).build();
        }
        boolean program = container.image() == null || Boolean.TRUE.equals(exec.overrideEntrypoint());
        if (program && !exec.argv().isEmpty()) {
            command.setValue(exec.argv().get(0));
        }
        return command.setShell(false).addAllArguments(exec.argv()).build();
    }

    /** A check's own command, run beside the task. */
    static CommandInfo.Builder of(Check.Exec exec) {
        if (exec.shell() != null) {
            return CommandInfo.newBuilder().setShell(true).setValue(exec.shell());
        }
        CommandInfo.Builder command = CommandInfo.newBuilder().setShell(false).addAllArguments(exec.argv());
        return exec.argv().isEmpty() ? command : command.setValue(exec.argv().get(0));
    }

    private static CommandInfo.Builder surroundings(
            @Nullable String user, List<FetchUri> files, Environment environment) {
        CommandInfo.Builder command = CommandInfo.newBuilder().setEnvironment(environment);
        if (user != null) {
            command.setUser(user);
        }
        for (FetchUri fetch : files) {
            CommandInfo.URI.Builder uri = CommandInfo.URI
                    .newBuilder()
                    .setValue(fetch.uri())
                    .setExtract(fetch.extract())
                    .setExecutable(fetch.executable())
                    .setCache(fetch.cache());
            if (fetch.destPath() != null) {
                uri.setOutputFile(fetch.destPath());
            }
            command.addUris(uri);
        }
        return command;
    }
}
