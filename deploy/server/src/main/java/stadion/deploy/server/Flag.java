package stadion.deploy.server;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A flag the server knows. The flags of Marathon 1.11 have its names and defaults.
 *
 * <p>A flag is given as {@code --http_port 80}, {@code --http_port=80}, with {@code -} for {@code _}, or as the variable
 * {@code MARATHON_HTTP_PORT}. An on/off flag is {@code --ha} or {@code --disable_ha}.
 */
sealed interface Flag permits ServerFlag, UnusedFlag {

    /** What may be given, and what is taken if nothing is: {@code defaultText} as on the command line, "" if there is none or one that depends on the machine. */
    record Value(FlagType type, String defaultText) {}

    /** The constant's name: the flag's name in upper case. */
    String name();

    Value value();

    default FlagType type() {
        return value().type();
    }

    /** The default as it would be given on the command line, if there is one. */
    default Optional<String> defaultText() {
        return Optional.of(value().defaultText()).filter(text -> !text.isEmpty());
    }

    /** The name as Marathon spells it, without the leading dashes: {@code http_port}. */
    default String flagName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How the flag is written to get something else than the default: {@code --http_port}, {@code --disable_ha}. */
    default String whenChanged() {
        boolean onByDefault = type().isOnOff() && defaultText().equals(Optional.of("true"));
        return (onByDefault ? "--disable_" : "--") + flagName();
    }

    /** Every flag there is. */
    static List<Flag> all() {
        return Stream.<Flag>concat(Arrays.stream(ServerFlag.values()), Arrays.stream(UnusedFlag.values()))
                .toList();
    }
}
