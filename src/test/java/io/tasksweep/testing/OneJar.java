package io.tasksweep.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Packs a whole class path into one file, as operators have the service. Each part of a class path holds a file descriptor for as long
 * as the process lives, and there are nearly 200 parts here. Of several files with the same name the first wins, but service files are
 * concatenated.
 */
final class OneJar implements AutoCloseable {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String SERVICES = "META-INF/services/";

    private final ZipOutputStream jar;
    private final Set<String> written = new HashSet<>();
    private final Map<String, String> services = new TreeMap<>();

    private OneJar(OutputStream out) {
        jar = new ZipOutputStream(out);
        jar.setLevel(Deflater.NO_COMPRESSION);
    }

    static void write(String classPath, Path file) throws IOException {
        try (OneJar made = new OneJar(Files.newOutputStream(file))) {
            made.add(MANIFEST, "Manifest-Version: 1.0\nMulti-Release: true\n".getBytes(StandardCharsets.UTF_8));
            for (String part : classPath.split(File.pathSeparator, -1)) {
                made.addAll(Path.of(part));
            }
        }
    }

    private void addAll(Path part) throws IOException {
        if (Files.isDirectory(part)) {
            addFiles(part);
        } else if (Files.exists(part)) {
            addJar(part);
        }
    }

    private void addFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                add(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    private void addJar(Path part) throws IOException {
        try (ZipFile zip = new ZipFile(part.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (!entry.isDirectory() && !entry.getName().matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)")) {
                    add(entry.getName(), zip.getInputStream(entry).readAllBytes());
                }
            }
        }
    }

    private void add(String name, byte[] bytes) throws IOException {
        if (name.startsWith(SERVICES)) {
            services.merge(name, new String(bytes, StandardCharsets.UTF_8), (some, more) -> some + "\n" + more);
        } else if (written.add(name)) {
            put(name, bytes);
        }
    }

    private void put(String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }

    @Override
    public void close() throws IOException {
        try (jar) {
            for (Map.Entry<String, String> service : services.entrySet()) {
                put(service.getKey(), service.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
