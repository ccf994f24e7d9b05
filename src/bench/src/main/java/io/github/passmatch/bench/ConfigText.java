package io.github.passmatch.bench;

import java.nio.file.Path;

/** Configurations of the product and of its peers but nginx. */
final class ConfigText {

    private ConfigText() { }

    /**
     * The very same lines for Passmatch and for httpd. The first is httpd's default with a back-reference: not reused. Its URL has a part of its own, or
     * httpd would let the last line share its worker, and with it its connections; and what is captured is longer than "$1", or httpd would look it up wrongly.
     */
    static String rules(Upstreams upstreams) {
        return rules(upstreams, Upstreams.BALANCED);
    }

    /** @param members what requests below {@code /b/} are distributed to; 1: there is no balancer */
    static String rules(Upstreams upstreams, int members) {
        return """
                SSLProxyEngine On
                SSLProxyCACertificateFile "%4$s"
                ProxyPassMatch "^/n/(.*)$" "http://127.0.0.1:%1$d/nonreusing/$1"
                ProxyPass "/slow/" "http://127.0.0.1:%2$d/slow/"
                ProxyPass "/tls/" "https://127.0.0.1:%3$d/"
                ProxyPass "/t/" "ws://127.0.0.1:%5$d/"
                """.formatted(upstreams.nginx(), upstreams.undertow(), upstreams.tls(), upstreams.identity().certificate(), upstreams.echo()) + balancer(upstreams, members)
                + "ProxyPass \"/\" \"http://127.0.0.1:" + upstreams.nginx() + "/\"\n";
    }

    private static String balancer(Upstreams upstreams, int members) {
        if (members == 1) return "ProxyPass \"/b/\" \"http://" + upstreams.member(0) + "/\"\n";
        StringBuilder lines = new StringBuilder("<Proxy \"balancer://members\">\n");
        for (int i = 0; i < members; i++) lines.append("  BalancerMember \"http://").append(upstreams.member(i)).append("\"\n");
        return lines.append("</Proxy>\nProxyPass \"/b/\" \"balancer://members/\"\n").toString();
    }

    /** With everything on that the product has to tell. */
    static String observedRules(Upstreams upstreams) {
        return "PassmatchAccessLog JSON\nPassmatchServerTiming All\n" + rules(upstreams);
    }

    /** Two processes from the start, or it begins with one and the first rounds would see it fork; threads for 512 clients. */
    static String httpd(Path directory, int port, Upstreams upstreams) {
        return """
                ServerRoot %s
                DefaultRuntimeDir %1$s
                PidFile %1$s/pid
                ErrorLog /dev/null
                Listen 127.0.0.1:%d
                ServerName localhost
                User www-data
                Group www-data
                LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
                LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
                LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
                LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
                LoadModule slotmem_shm_module /usr/lib/apache2/modules/mod_slotmem_shm.so
                LoadModule proxy_balancer_module /usr/lib/apache2/modules/mod_proxy_balancer.so
                LoadModule lbmethod_byrequests_module /usr/lib/apache2/modules/mod_lbmethod_byrequests.so
                LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
                StartServers 2
                ServerLimit 2
                ThreadLimit 320
                ThreadsPerChild 320
                MaxRequestWorkers 640
                MinSpareThreads 1
                MaxSpareThreads 640
                ListenBacklog 4096
                KeepAlive On
                MaxKeepAliveRequests 0
                MaxConnectionsPerChild 0
                """.formatted(directory, port) + rules(upstreams);
    }

    static String haproxy(int port, Upstreams upstreams) {
        return """
                global
                  nbthread 2
                  maxconn 8000
                defaults
                  mode http
                  timeout connect 10s
                  timeout client 60s
                  timeout server 60s
                  timeout tunnel 60s
                  http-reuse always
                frontend clients
                  bind 127.0.0.1:%d
                  use_backend slow if { path_beg /slow/ }
                  use_backend tls if { path_beg /tls/ }
                  use_backend members if { path_beg /b/ }
                  use_backend tunnels if { path_beg /t/ }
                  default_backend fast
                backend fast
                  server upstream 127.0.0.1:%d
                backend slow
                  server upstream 127.0.0.1:%d
                backend tls
                  server upstream 127.0.0.1:%d ssl verify none
                backend tunnels
                  server upstream 127.0.0.1:%d
                backend members
                  balance roundrobin
                %s""".formatted(port, upstreams.nginx(), upstreams.undertow(), upstreams.tls(), upstreams.echo(), upstreams.members("  server m%2$d %1$s\n"));
    }

    /** Tomcat's own file but for the ports, the access log, and the hundred requests after which it would close a connection. */
    static String tomcat(String stock, int port, String connector) {
        return stock.replace("port=\"8005\"", "port=\"-1\"")
                .replace("port=\"8080\"", "address=\"127.0.0.1\" maxKeepAliveRequests=\"-1\" port=\"" + port + "\" " + connector)
                .replaceAll("(?s)<Valve className=\"org.apache.catalina.valves.AccessLogValve\".*?/>", "");
    }
}
