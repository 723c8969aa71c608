/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Java files of the repository. */
final class Sources {

    /** The repository, seen from the module in which tests run. */
    static final Path ROOT = Path.of("..");

    private static final int DEEPEST_MODULE = 2;

    private Sources() {}

    /** All files below that folder of every module, in the order of their names. */
    static List<Path> under(String folder) {
        try (Stream<Path> modules =
                Files.find(ROOT, DEEPEST_MODULE, (path, attributes) -> Files.isRegularFile(path.resolve("pom.xml")))) {
            return modules.map(module -> module.resolve(folder))
                    .filter(Files::isDirectory)
                    .flatMap(Sources::javaFiles)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
