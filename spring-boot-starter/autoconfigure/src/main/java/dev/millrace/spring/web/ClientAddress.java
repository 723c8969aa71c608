/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import dev.millrace.spring.SettingsException;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Tells where a request came from. What {@code X-Forwarded-For} says is believed from its end on, as long as those who say
 * it are trusted proxies; the first who is not is the client.
 */
final class ClientAddress {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** More proxies than any road has: a longer header is somebody's attack. */
    private static final int MOST_HOPS = 20;

    private final List<IpSubnetFilterRule> trusted;

    /** Fails with {@link SettingsException} for what is no network. */
    ClientAddress(List<String> networks) {
        this.trusted = networks.stream().map(ClientAddress::network).toList();
    }

    private static IpSubnetFilterRule network(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(parts[0]);
        if (address == null) {
            throw noNetwork(text);
        }
        try {
            int prefix = parts.length == 1 ? address.getAddress().length * Byte.SIZE : Integer.parseInt(parts[1]);
            return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException e) {
            throw noNetwork(text);
        }
    }

    private static SettingsException noNetwork(String text) {
        return new SettingsException(
                "millrace.web.trusted-proxies names \"%s\", which is no network".formatted(text),
                "Write an IP address, or a network as 10.0.0.0/8.");
    }

    /** The address; empty when it is not known. */
    String of(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        if (remote == null || remote.getAddress() == null) {
            return "";
        }
        InetAddress client = remote.getAddress();
        List<String> hops = request.getHeaders().getValuesAsList(FORWARDED_FOR);
        int oldest = Math.max(0, hops.size() - MOST_HOPS);
        for (int hop = hops.size() - 1; hop >= oldest && isTrusted(client); hop--) {
            @Nullable
            InetAddress before =
                    NetUtil.createInetAddressFromIpAddressString(hops.get(hop).strip());
            if (before == null) {
                break;
            }
            client = before;
        }
        return client.getHostAddress();
    }

    private boolean isTrusted(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        return trusted.stream().anyMatch(network -> network.matches(socket));
    }
}
