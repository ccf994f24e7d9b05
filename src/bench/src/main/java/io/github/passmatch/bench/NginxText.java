package io.github.passmatch.bench;

import java.nio.file.Path;

/** Configurations of nginx. */
final class NginxText {

    /** Connections that are kept as long as a client wants, no logs, everything written below one directory. As root its workers stay root, or they could not read there. */
    private static final String COMMON = """
            worker_processes %d; daemon off; error_log /dev/null crit; pid %s/pid; %s worker_rlimit_nofile 16384;
            events { worker_connections 8192; }
            http {
              access_log off; keepalive_requests 100000000; keepalive_timeout 1h; sendfile on; tcp_nopush on; client_max_body_size 0;
              client_body_temp_path %2$s/body; proxy_temp_path %2$s/proxy; fastcgi_temp_path %2$s/fastcgi; uwsgi_temp_path %2$s/uwsgi; scgi_temp_path %2$s/scgi;
            """;

    private NginxText() { }

    private static String common(int workers, Path directory) {
        return COMMON.formatted(workers, directory, System.getProperty("user.name").equals("root") ? "user root;" : "");
    }

    /** Any path is answered with that many bytes, but for {@code /64k} and {@code /10m}, which are files. */
    static String upstream(Path directory, int port, int tls, String members, SelfSigned identity, Path files, int length) {
        return common(1, directory) + """
                  server {
                    listen 127.0.0.1:%d backlog=4096;
                    listen 127.0.0.1:%d ssl backlog=4096;
                %7$s
                    ssl_certificate %s; ssl_certificate_key %s;
                    location / { return 200 "%s"; }
                    location = /64k { root %s; }
                    location = /10m { root %6$s; }
                    location = /status { stub_status; }
                  }
                }
                """.formatted(port, tls, identity.certificate(), identity.key(), "x".repeat(length), files, members);
    }

    /** A peer. Bodies pass as they come, as with all others, rather than through files, which would be its default; /n/ is its default, without keep-alive. */
    static String proxy(Path directory, int port, Upstreams upstreams) {
        return common(2, directory) + """
                  upstream fast { server 127.0.0.1:%d; keepalive 1024; keepalive_requests 100000000; }
                  upstream slow { server 127.0.0.1:%d; keepalive 2048; keepalive_requests 100000000; }
                  upstream tls { server 127.0.0.1:%d; keepalive 1024; keepalive_requests 100000000; }
                  upstream members { %6$s keepalive 1024; keepalive_requests 100000000; }
                  server {
                    listen 127.0.0.1:%d backlog=4096;
                    proxy_request_buffering off; proxy_max_temp_file_size 0;
                    location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://fast; }
                    location /slow/ { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://slow; }
                    location /tls/ { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass https://tls; }
                    location /b/ { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://members/; }
                    location /t/ { proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; proxy_pass http://127.0.0.1:%5$d; }
                    location /n/ { proxy_pass http://127.0.0.1:%1$d; }
                  }
                }
                """.formatted(upstreams.nginx(), upstreams.undertow(), upstreams.tls(), port, upstreams.echo(), upstreams.members("server %s; "));
    }
}
