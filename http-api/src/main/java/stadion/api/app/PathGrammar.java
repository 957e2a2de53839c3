package stadion.api.app;

/** The grammars of ids and executors. By hand, since Java's regular expressions overflow the stack on a long repetition of groups. */
final class PathGrammar {

    private PathGrammar() {}

    /** Segments between slashes, each empty, {@code ..} or legal; a lone {@code .} is not legal. */
    static boolean isId(String text) {
        for (String segment : text.split("/", -1)) {
            if (!segment.isEmpty() && !segment.equals("..") && !isSegment(segment)) {
                return false;
            }
        }
        return true;
    }

    /** Labels between dots: lower-case letters, digits, and dashes within. */
    static boolean isSegment(String segment) {
        for (String label : segment.split("\\.", -1)) {
            if (label.isEmpty() || label.startsWith("-") || label.endsWith("-") || !isLowerCase(label)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLowerCase(String label) {
        return label.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    /** Empty, {@code //cmd}, or a path without empty segments that may begin with a slash. */
    static boolean isExecutor(String text) {
        if (text.isEmpty() || text.equals("//cmd")) {
            return true;
        }
        String path = text.startsWith("/") ? text.substring(1) : text;
        return !path.isEmpty() && !path.startsWith("/") && !path.endsWith("/") && !path.contains("//");
    }
}
