package stadion.persistence.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Turns any text into the name of a node, different texts into different names; common ids stay readable. */
final class NodeName {

    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_|:@";

    private NodeName() {}

    /** What is neither letter, digit nor one of {@code -_|:@} becomes {@code %xx}, byte by byte of its UTF-8 form. */
    static String of(String text) {
        StringBuilder name = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(UTF_8)) {
            if (b > 0 && PLAIN.indexOf(b) >= 0) {
                name.append((char) b);
            } else {
                name.append(String.format("%%%02x", b & 0xff));
            }
        }
        return name.toString();
    }
}
