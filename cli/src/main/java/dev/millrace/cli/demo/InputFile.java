/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/** The changes to publish: a file of lines, packed by gzip or not, read as they are asked for. */
final class InputFile {

    private static final String SHIPPED = "reactor-core-history.ndjson.gz";
    private static final int GZIP_MAGIC = 0x1f8b;

    private final @Nullable Path path;

    private InputFile(@Nullable Path path) {
        this.path = path;
    }

    /** The file that comes with the command: the history of reactor-core's source files. */
    static InputFile shipped() {
        return new InputFile(null);
    }

    static InputFile at(Path path) {
        return new InputFile(path);
    }

    /** Emits the changes; lines that are none go to the consumer, empty lines to nobody. Blocks while it reads. */
    Flux<InputChange> changes(Consumer<InvalidLineException> rejected) {
        return Flux.using(() -> new Lines(open(), rejected), lines -> Flux.generate(lines::next), Lines::close);
    }

    /** Counts the lines that are not empty. */
    long count() throws IOException {
        try (BufferedReader reader = open()) {
            return reader.lines().filter(line -> !line.isBlank()).count();
        }
    }

    private BufferedReader open() throws IOException {
        InputStream raw = path == null
                ? Objects.requireNonNull(InputFile.class.getResourceAsStream(SHIPPED), SHIPPED)
                : openFile(path);
        BufferedInputStream bytes = new BufferedInputStream(raw);
        return new BufferedReader(new InputStreamReader(isPacked(bytes) ? new GZIPInputStream(bytes) : bytes, UTF_8));
    }

    private static InputStream openFile(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new FileNotFoundException("there is no file " + path);
        }
        return Files.newInputStream(path);
    }

    private static boolean isPacked(BufferedInputStream bytes) throws IOException {
        bytes.mark(2);
        int magic = bytes.read() << 8 | bytes.read();
        bytes.reset();
        return magic == GZIP_MAGIC;
    }

    /** One reading of the file. */
    private static final class Lines {

        private final BufferedReader reader;
        private final Consumer<InvalidLineException> rejected;
        private final LineParser parser = new LineParser();
        private long number;

        Lines(BufferedReader reader, Consumer<InvalidLineException> rejected) {
            this.reader = reader;
            this.rejected = rejected;
        }

        void next(SynchronousSink<InputChange> sink) {
            try {
                InputChange change = nextChange();
                if (change == null) {
                    sink.complete();
                } else {
                    sink.next(change);
                }
            } catch (IOException e) {
                sink.error(e);
            }
        }

        private @Nullable InputChange nextChange() throws IOException {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    try {
                        return parser.parse(number, line);
                    } catch (InvalidLineException e) {
                        rejected.accept(e);
                    }
                }
            }
            return null;
        }

        void close() {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
