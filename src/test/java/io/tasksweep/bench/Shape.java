package io.tasksweep.bench;

/**
 * What one task holds in the three stores.
 *
 * @param directories how many directories share the files equally; 0 means that the files are in the task's own directory
 * @param fileBytes of each file
 * @param objectBytes of each object
 */
record Shape(int directories, int files, int fileBytes, int objects, int objectBytes, int keys) {
    static final Shape NOTHING = new Shape(0, 0, 0, 0, 0, 0);
    static final Shape TINY = new Shape(0, 3, 1_024, 3, 1_024, 3);

    static Shape files(int directories, int files, int bytes) {
        return new Shape(directories, files, bytes, 0, 0, 0);
    }

    static Shape objects(int objects, int bytes) {
        return new Shape(0, 0, 0, objects, bytes, 0);
    }

    static Shape keys(int keys) {
        return new Shape(0, 0, 0, 0, 0, keys);
    }

    /** So many times as many of each, but never none of what there was; sizes stay. */
    Shape times(double factor) {
        return new Shape(
                many(directories, factor),
                many(files, factor),
                fileBytes,
                many(objects, factor),
                objectBytes,
                many(keys, factor));
    }

    static int many(int count, double factor) {
        return count == 0 ? 0 : (int) Math.max(1, Math.round(count * factor));
    }

    long bytes() {
        return (long) files * fileBytes + (long) objects * objectBytes;
    }
}
