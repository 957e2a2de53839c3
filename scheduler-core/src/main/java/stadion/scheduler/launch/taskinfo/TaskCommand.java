package stadion.scheduler.launch.taskinfo;

import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.FetchUri;

/** What the agent is to run, as whom, with which files and environment. */
final class TaskCommand {

    private TaskCommand() {}

    /** For the command and Docker executors: the app's command line, or its arguments without a shell (which an image's entry point may take). */
    static CommandInfo of(AppDefinition app, Environment environment) {
        CommandInfo.Builder command = surroundings(app, environment);
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
        CommandInfo.Builder command =
                surroundings(app, environment).setValue("chmod ug+rx " + quoted + " && exec " + quoted + " " + rest);
        if (cmd == null && !app.args().isEmpty()) {
            command.setShell(false).addAllArguments(app.args());
        }
        return command.build();
    }

    private static CommandInfo.Builder surroundings(AppDefinition app, Environment environment) {
        CommandInfo.Builder command = CommandInfo.newBuilder().setEnvironment(environment);
        if (app.user() != null) {
            command.setUser(app.user());
        }
        for (FetchUri fetch : app.fetch()) {
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
