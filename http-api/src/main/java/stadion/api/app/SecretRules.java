package stadion.api.app;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition.EnvValue;

/** What Marathon asks of secrets, and of environments that use them ({@code EnvVarValidation}, {@code SecretValidation}). */
public final class SecretRules {

    private SecretRules() {}

    /**
     * What an environment may take from secrets.
     *
     * @param secrets the names of those that the definition declares
     */
    public static void checkEnv(
            Map<String, EnvValue> env, Set<String> secrets, AppSettings settings, String path, Violations errors) {
        checkKeys(env.keySet(), path, errors);
        errors.require(
                settings.features().contains(AppSettings.SECRETS)
                        || env.values().stream().allMatch(v -> v.secret() == null),
                path,
                "use of secret-references in the environment requires the secrets feature to be enabled");
        env.forEach((name, value) -> errors.require(
                value.secret() == null || secrets.contains(value.secret()),
                path + "/" + name + "/secret",
                "references an undefined secret"));
    }

    public static void checkKeys(Collection<String> keys, String path, Violations errors) {
        int i = 0;
        for (String key : keys) {
            errors.require(!key.isEmpty(), path + "/keys(" + i++ + ")", "must not be empty");
        }
    }
}
