package io.tasksweep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority for tests, made with the JDK's {@code keytool}; all its files are in a directory of their own. */
public final class TestingAuthority implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final Path directory;
    private int issued;

    private TestingAuthority(Path directory) {
        this.directory = directory;
        keytool("-genkeypair", "-alias", "authority", "-dname", "CN=authority", "-ext", "bc:c");
        keytool(
                "-exportcert",
                "-alias",
                "authority",
                "-rfc",
                "-file",
                certificate().toString());
    }

    public static TestingAuthority make() {
        try {
            return new TestingAuthority(Files.createTempDirectory("tasksweep-authority-"));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Its own certificate, in PEM. */
    public Path certificate() {
        return directory.resolve("authority.pem");
    }

    /** What a server shows and what it keeps, in PEM. */
    public record Issued(Path certificate, Path key) {}

    /** @param names whom it is for, as {@code dns:localhost} or {@code ip:127.0.0.1} */
    public Issued issue(String... names) {
        String alias = "server-" + ++issued;
        Path request = directory.resolve(alias + ".csr");
        Path certificate = directory.resolve(alias + ".pem");
        keytool("-genkeypair", "-alias", alias, "-dname", "CN=server");
        keytool("-certreq", "-alias", alias, "-file", request.toString());
        keytool(
                "-gencert",
                "-alias",
                "authority",
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString(),
                "-rfc",
                "-ext",
                "san=" + String.join(",", names));
        return new Issued(certificate, key(alias));
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", directory.resolve("keys.p12").toString(), "-storepass", PASSWORD));
        if (command.contains("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(Files.readString(directory.resolve("log"), StandardCharsets.UTF_8));
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cause);
        }
    }

    private Path key(String alias) {
        try {
            KeyStore keys = KeyStore.getInstance(directory.resolve("keys.p12").toFile(), PASSWORD.toCharArray());
            Key key = keys.getKey(alias, PASSWORD.toCharArray());
            String body =
                    Base64.getMimeEncoder().encodeToString(key.getEncoded()).replace("\r", "");
            return Files.writeString(
                    directory.resolve(alias + ".key"),
                    "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n",
                    StandardCharsets.US_ASCII);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException(cause);
        }
    }

    @Override
    public void close() {
        Snapshots.deleteBelow(directory);
        if (!directory.toFile().delete()) {
            throw new IllegalStateException("left behind: " + directory);
        }
    }
}
