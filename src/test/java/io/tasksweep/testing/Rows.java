package io.tasksweep.testing;

import java.util.Collection;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of the reliability tables that a test proves: F for faults, B for bad inputs, I for invariants, M for breakages. Rows are
 * named by tags ({@code F22}) and at the beginning of a method's name ({@code f21_…}, {@code b28AndB41…}) or display name.
 */
final class Rows {
    private static final String ROW = "((?i:[FBI])\\d{2}a?|(?i:M)\\d)";
    private static final Pattern TAG = Pattern.compile(ROW);
    private static final Pattern IN_METHOD = Pattern.compile("\\G(?:And|_)?" + ROW + "(?=[A-Z_]|$)");
    private static final Pattern IN_NAME = Pattern.compile("\\G(?:, | and |/)?" + ROW + "(?=[^A-Za-z0-9]|$)");

    private Rows() {}

    /** Sorted, without repetitions; empty if the test names none. */
    static NavigableSet<String> of(Collection<String> tags, String method, String displayName) {
        NavigableSet<String> rows = new TreeSet<>();
        tags.stream().filter(TAG.asMatchPredicate()).forEach(rows::add);
        addAll(rows, IN_METHOD.matcher(method));
        addAll(rows, IN_NAME.matcher(displayName));
        return rows;
    }

    private static void addAll(Collection<String> rows, Matcher found) {
        while (found.find()) {
            String row = found.group(1);
            rows.add(row.substring(0, 1).toUpperCase(Locale.ROOT) + row.substring(1));
        }
    }
}
