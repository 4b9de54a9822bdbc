package io.tasksweep.store.redis;

/** What Redis makes of a glob, byte by byte, as its {@code stringmatchlen} does: case counts. */
final class RedisGlob {
    private final byte[] glob;
    private final byte[] text;

    private RedisGlob(byte[] glob, byte[] text) {
        this.glob = glob;
        this.text = text;
    }

    static boolean matches(byte[] glob, byte[] text) {
        return new RedisGlob(glob, text).matches(0, 0);
    }

    private boolean matches(int from, int start) {
        int at = from;
        int in = start;
        while (at < glob.length && in < text.length) {
            if (glob[at] == '*') {
                return star(at, in);
            }
            if (glob[at] == '[') {
                int end = among(at + 1, text[in]);
                if (end < 0) {
                    return false;
                }
                at = end;
            } else if (glob[at] != '?') {
                at += glob[at] == '\\' && at + 1 < glob.length ? 1 : 0;
                if (glob[at] != text[in]) {
                    return false;
                }
            }
            at++;
            in++;
        }
        while (in == text.length && at < glob.length && glob[at] == '*') {
            at++;
        }
        return at == glob.length && in == text.length;
    }

    private boolean star(int from, int start) {
        int at = from;
        while (at < glob.length && glob[at] == '*') {
            at++;
        }
        for (int in = start; in <= text.length; in++) {
            if (at == glob.length || matches(at, in)) {
                return true;
            }
        }
        return false;
    }

    /** Where the letters in brackets end, if the one is among them; else a negative number. */
    private int among(int from, byte letter) {
        boolean not = from < glob.length && glob[from] == '^';
        int at = from + (not ? 1 : 0);
        boolean found = false;
        while (at < glob.length && glob[at] != ']') {
            if (glob[at] == '\\' && at + 1 < glob.length) {
                found |= glob[++at] == letter;
            } else if (at + 2 < glob.length && glob[at + 1] == '-') {
                int low = Math.min(glob[at], glob[at + 2]);
                int high = Math.max(glob[at], glob[at + 2]);
                found |= low <= letter && letter <= high;
                at += 2;
            } else {
                found |= glob[at] == letter;
            }
            at++;
        }
        return found == not ? -1 : Math.min(at, glob.length - 1); // without an end it ends with the glob
    }
}
