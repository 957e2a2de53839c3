package stadion.api.node;

import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;
import java.util.regex.Pattern;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.Resource;

/** {@code /config}: the settings of Akka that are in effect. What may be a secret is not shown, nor are the properties of the process. */
public final class ConfigResource implements Resource {

    private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|credential|token|cookie).*");

    private final Endpoint endpoint;
    private final ByteString json;

    public ConfigResource(Endpoint endpoint, Config config) {
        this.endpoint = endpoint;
        this.json = ByteString.fromString(
                withoutSecrets(config.withOnlyPath("akka")).root().render(ConfigRenderOptions.concise()));
    }

    private static Config withoutSecrets(Config config) {
        Config shown = config;
        for (Map.Entry<String, ConfigValue> setting : config.entrySet()) {
            if (SECRET.matcher(setting.getKey()).matches()) {
                shown = shown.withValue(setting.getKey(), ConfigValueFactory.fromAnyRef("xxxxxxxx"));
            }
        }
        return shown;
    }

    @Override
    public Route route(ApiRequest request) {
        return request.isExact() ? get(() -> endpoint.local(request, r -> Answer.json(200, json))) : reject();
    }
}
