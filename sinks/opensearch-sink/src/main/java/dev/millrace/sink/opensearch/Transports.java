/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.StoreMisconfiguredException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.opensearch.client.json.jackson.JacksonJsonpMapper;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;

/** Connections as the options say. */
final class Transports {

    private Transports() {}

    /** Fails with {@link StoreMisconfiguredException} when the trusted certificates cannot be read. */
    static OpenSearchTransport open(OpenSearchOptions options) {
        PoolingAsyncClientConnectionManager connections = connections(options);
        ApacheHttpClient5TransportBuilder builder =
                ApacheHttpClient5TransportBuilder.builder(HttpHost.create(options.endpoint()));
        String path = options.endpoint().getPath();
        if (path.length() > 1) {
            builder.setPathPrefix(path);
        }
        return builder.setMapper(new JacksonJsonpMapper(json()))
                .setDefaultHeaders(headers(options))
                .setRequestConfigCallback(config -> request(config, options.responseTimeout()))
                .setHttpClientConfigCallback(client -> client(client, connections))
                .build();
    }

    /** Numbers come back with all their digits. */
    private static ObjectMapper json() {
        return new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    /** Sent with every request rather than after a challenge, which would send every batch twice. */
    private static Header[] headers(OpenSearchOptions options) {
        if (options.username().isEmpty()) {
            return new Header[0];
        }
        byte[] pair = (options.username() + ":" + options.password()).getBytes(StandardCharsets.UTF_8);
        return new Header[] {
            new BasicHeader(
                    HttpHeaders.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(pair))
        };
    }

    private static RequestConfig.Builder request(RequestConfig.Builder config, Duration responseTimeout) {
        return config.setResponseTimeout(timeout(responseTimeout))
                .setConnectionRequestTimeout(timeout(responseTimeout));
    }

    private static HttpAsyncClientBuilder client(
            HttpAsyncClientBuilder client, PoolingAsyncClientConnectionManager connections) {
        return client.setConnectionManager(connections).disableAuthCaching().disableCookieManagement();
    }

    private static PoolingAsyncClientConnectionManager connections(OpenSearchOptions options) {
        ClientTlsStrategyBuilder tls = ClientTlsStrategyBuilder.create();
        if (options.trusted() != null) {
            tls.setSslContext(trusting(options.trusted()));
        }
        return PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(options.maxConnections())
                .setMaxConnTotal(options.maxConnections())
                .setTlsStrategy(tls.buildAsync())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(options.connectTimeout()))
                        .setSocketTimeout(timeout(options.responseTimeout()))
                        .build())
                .build();
    }

    private static SSLContext trusting(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry(Integer.toString(trusted.size()), certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new StoreMisconfiguredException("the trusted certificates in %s cannot be read".formatted(file), e);
        }
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }
}
