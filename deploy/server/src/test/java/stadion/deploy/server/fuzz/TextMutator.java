package stadion.deploy.server.fuzz;

import java.util.List;
import java.util.Random;

/** Changes text and bytes a little, or makes them long or strange. */
final class TextMutator {

    private static final List<String> STRANGE = List.of(
            "\u0000",
            "\u202e",
            "\ud83d\ude00",
            "\ud800",
            "\ufeff",
            "\u2028",
            "e\u0301",
            "ß",
            "İ",
            "\r\n",
            "\t",
            "\\",
            "\"",
            "'",
            "%s%n",
            "${x}",
            "{{",
            "..",
            "/",
            "~");

    private static final int LONGEST = 100_000;

    private final Random random;

    TextMutator(Random random) {
        this.random = random;
    }

    String mutated(String text) {
        if (text.isEmpty()) {
            return strange();
        }
        int at = random.nextInt(text.length());
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(at + 1);
            case 2 -> text.substring(0, at) + strange() + text.substring(at);
            case 3 -> text.substring(0, at) + (char) (32 + random.nextInt(95)) + text.substring(at + 1);
            case 4 -> text.substring(0, at) + text.substring(at).repeat(2 + random.nextInt(3));
            default ->
                text.substring(0, at)
                        + text.substring(at, at + 1).repeat(random.nextInt(LONGEST / (random.nextBoolean() ? 1 : 100)));
        };
    }

    String strange() {
        return STRANGE.get(random.nextInt(STRANGE.size()));
    }

    /** @param bytes each character is a byte, also of what is returned */
    String mutatedBytes(String bytes) {
        if (bytes.isEmpty()) {
            return RecordedRequests.bytes(strange());
        }
        int at = random.nextInt(bytes.length());
        String before = bytes.substring(0, at);
        return switch (random.nextInt(4)) {
            case 0 -> before;
            case 1 -> before + (char) random.nextInt(256) + bytes.substring(at + 1);
            case 2 -> before + (char) (bytes.charAt(at) ^ (1 << random.nextInt(8))) + bytes.substring(at + 1);
            default -> bytes + before;
        };
    }
}
