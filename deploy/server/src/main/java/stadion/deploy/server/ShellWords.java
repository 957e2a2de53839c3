package stadion.deploy.server;

import java.util.ArrayList;
import java.util.List;

/** Splits a text into words as a shell does: at blanks, except between quotes; a backslash takes the next character as it is. */
final class ShellWords {

    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private char quote;

    private ShellWords() {}

    /** @throws IllegalArgumentException if a quote is not closed or nothing follows a backslash ("must ...") */
    static List<String> split(String text) {
        return new ShellWords().read(text);
    }

    private List<String> read(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'') {
                if (++i == text.length()) {
                    throw new IllegalArgumentException("must not end with a backslash");
                }
                append(text.charAt(i));
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                endWord();
            } else {
                append(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("must close its quote " + quote);
        }
        endWord();
        return List.copyOf(words);
    }

    private void append(char c) {
        word.append(c);
        inWord = true;
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
