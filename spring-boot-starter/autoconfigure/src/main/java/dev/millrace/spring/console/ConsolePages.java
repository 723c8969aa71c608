/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.spring.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.HtmlUtils;

/**
 * The page and what it is made of. It is the same for everybody, so everybody may have it: a browser has no token to show
 * before there is a page to ask for one.
 */
final class ConsolePages {

    static final String PATH = "/millrace/console";

    private static final String PLOT = "classpath*:META-INF/resources/webjars/uplot/*/dist/";
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final MediaType SCRIPT = MediaType.parseMediaType("text/javascript;charset=utf-8");
    private static final MediaType STYLE = MediaType.parseMediaType("text/css;charset=utf-8");
    private static final List<String> SCRIPTS = List.of(
            "actions.js",
            "api.js",
            "dom.js",
            "history.js",
            "leases.js",
            "main.js",
            "parked.js",
            "plots.js",
            "refresh.js",
            "words.js",
            "workers.js");

    /**
     * Nothing but our own files, nothing inline, and no text is ever made into markup: whatever an item's name says, it is
     * shown and not run.
     */
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    private final Map<String, File> files = new LinkedHashMap<>();

    /** Reads the files; fails with {@link SettingsException} if the plots' library is not on the class path. */
    ConsolePages(String tenantHeader, ClassLoader classPath) {
        String page = read(own("index.html")).replace("{{tenant-header}}", HtmlUtils.htmlEscape(tenantHeader));
        files.put(PATH, new File(HTML, page));
        files.put(PATH + "/console.css", new File(STYLE, read(own("console.css"))));
        SCRIPTS.forEach(script -> files.put(PATH + "/" + script, new File(SCRIPT, read(own(script)))));
        files.put(PATH + "/uplot.js", new File(SCRIPT, read(ofPlots(classPath, "uPlot.esm.js"))));
        files.put(PATH + "/uplot.css", new File(STYLE, read(ofPlots(classPath, "uPlot.min.css"))));
    }

    private static Resource own(String name) {
        return new ClassPathResource(name, ConsolePages.class);
    }

    private static Resource ofPlots(ClassLoader classPath, String name) {
        try {
            Resource[] found = new PathMatchingResourcePatternResolver(classPath).getResources(PLOT + name);
            if (found.length == 0) {
                throw new SettingsException(
                        "millrace.console.enabled is true, and uPlot is not on the class path",
                        "Add the dependency org.webjars.npm:uplot, as millrace-spring-boot-starter has it.");
            }
            return found[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Resource resource) {
        try (InputStream in = resource.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the files are, from the application's root on. */
    String[] paths() {
        return files.keySet().toArray(String[]::new);
    }

    RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        files.forEach((path, file) -> routes.GET(path, request -> ServerResponse.ok()
                .contentType(file.type())
                .headers(ConsolePages::protect)
                .bodyValue(file.content())));
        return routes.build();
    }

    private static void protect(HttpHeaders headers) {
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.setCacheControl("no-cache");
    }

    private record File(MediaType type, String content) {}
}
