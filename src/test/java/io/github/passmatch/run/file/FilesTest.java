package io.github.passmatch.run.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.run.server.StandaloneServer;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawClient.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of DocumentRoot and Alias in {@code java -jar}: what is served, by which rules, and what never is. */
@Timeout(120)
class FilesTest {

    @TempDir
    static Path tree;
    private static StandaloneServer server;

    @BeforeAll
    static void start() throws Exception {
        FileTree.write(tree);
        server = FileTree.serve(tree, "DocumentRoot {tree}/doc", "Alias /other {tree}/other", "AliasMatch ^/match(.*)$ {tree}/other$1", "ScriptAlias /cgi-bin/ {tree}/outside/",
                "ProxyPass /other/app http://127.0.0.1:1", "ProxyPass /doc-app/no !", "ErrorDocument 410 /error.html", "Redirect gone /gone", "Header set X-Set 1", "Header always set X-Always 1",
                "<Directory {tree}/doc/secret>", "Require all denied", "</Directory>",
                "<Directory {tree}/doc/ht>", "AllowOverride All", "</Directory>",
                "<Files *.json>", "Require all denied", "</Files>",
                "<Location /deep>", "Require ip 10.0.0.1", "</Location>");
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    private static Answer ask(StandaloneServer from, String method, String path, String... fields) throws Exception {
        List<String> lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1", "Host: h"));
        lines.addAll(List.of(fields));
        lines.add("Connection: close");
        return RawClient.ask(from.port(), String.join("\r\n", lines) + "\r\n\r\n");
    }

    private static Answer get(String path, String... fields) throws Exception {
        return ask(server, "GET", path, fields);
    }

    /** Path, status, and body or Location; each observed on httpd 2.4.71, except for what the table in the manual lists. */
    private static final String[][] SERVED = {
        {"/", "200", "<p>index"}, {"/a.txt", "200", "0123456789"}, {"/a.txt?x=1", "200", "0123456789"}, {"/dir/", "200", "<p>dir"}, {"/dir", "301", "http://h/dir/"}, {"/dir?q=1", "301", "http://h/dir/?q=1"},
        {"/noindex/", "403", null}, {"/missing", "404", null}, {"/missing/x", "404", null}, {"/a.txt/", "404", null}, {"/a.txt/more", "404", null}, {"/sp%20ace.txt", "200", "space"}, {"/q%3Fm.txt", "200", "mark"},
        {"/per%2563ent.txt", "200", "percent"}, {"/b%5Cs.txt", "200", "backslash"}, {"/plain", "200", "no type"}, {"/link/o.txt", "200", "secret outside"}, {"/link.txt", "200", "secret outside"},
        {"/other/o.txt", "200", "other"}, {"/other", "301", "http://h/other/"}, {"/other/sub/", "200", "other index"}, {"/otherx", "404", null}, {"/match/o.txt", "200", "other"}, {"/other/app/x", "503", null},
        {"//a.txt", "200", "0123456789"}, {"/./a.txt", "200", "0123456789"}, {"/dir/../a.txt", "200", "0123456789"}, {"/dir/..", "200", "<p>index"}, {"/DIR/", "404", null}, {"/gone", "410", "<p>own error"}, {"/doc-app/no", "404", null},
    };

    @Test
    void pathsLeadToFilesAsInHttpd() throws Exception {
        for (String[] row : SERVED) {
            Answer answer = get(row[0]);
            assertEquals(row[1], String.valueOf(answer.status()), row[0]);
            if (row[2] != null) assertEquals(row[2], answer.status() == 301 ? answer.field("Location") : answer.body(), row[0]);
        }
    }

    /** Attempts to get what must not be served. Those with a status were observed on httpd; the others are refused here, and must not contain a secret. */
    private static final String[] ATTACKS = {
        "/secret/s.txt", "/secret/", "/secret", "/secret/.", "/secret/../secret/s.txt", "//secret//s.txt", "/%73ecret/s.txt", "/secret/%73.txt", "/./secret/s.txt", "/dir/../secret/s.txt", "/secret/s.txt/", "/secret/s.txt/x", "/secret;x/s.txt", "/secret/s.txt;x",
        "/secret%2Fs.txt", "/secret%2fs.txt", "/secret/s.txt%00", "/secret/s.txt%00.html", "/secret%00/s.txt", "/SECRET/s.txt", "/secret/S.TXT", "/secret\\s.txt", "/secret%5Cs.txt", "/secret/s.txt.", "/secret/s.txt%20", "/secret/s.txt::$DATA", "/secret::$INDEX_ALLOCATION/s.txt",
        "/../outside/o.txt", "/..%2foutside/o.txt", "/%2e%2e/outside/o.txt", "/dir/%2e%2e/%2e%2e/outside/o.txt", "/dir/..%2f..%2foutside/o.txt", "/..%5coutside/o.txt", "/%c0%ae%c0%ae/outside/o.txt", "/%252e%252e/outside/o.txt", "/.../outside/o.txt", "/..;/outside/o.txt", "/dir/..;/..;/outside/o.txt",
        "/other/../../outside/o.txt", "/other../outside/o.txt", "/other..%2foutside/o.txt", "/match/../../outside/o.txt", "/match../outside/o.txt", "/match/../outside/o.txt", "/match..%2foutside%2fo.txt", "/match%2f..%2foutside/o.txt", "/match%2e%2e/outside/o.txt",
        "/.htpasswd", "/.HTPASSWD", "/%2ehtpasswd", "/ht/.htaccess", "/ht/h.txt", "/ht/", "/dir/../.htpasswd", "/.htpasswd/", "/.htpasswd%20", "/run.php", "/run.php/x", "/run.PHP", "/run.cgi", "/cgi-bin/o.txt", "/cgi-bin//o.txt", "/cgi-bin/%6f.txt", "/data.json", "/data.json?x", "/data.json/",
        "/deep/er/d.txt", "/deep//er/d.txt", "/%64eep/er/d.txt", "/nowhere", "/loop", "/loop/x", "/doc/../../outside/o.txt", "/{tree}/outside/o.txt", "/noindex", "/%FF", "/%ff%fe/a", "/~root/", "/etc/passwd", "/proc/self/environ", "/a.txt%0d%0aX: 1", "/?/../secret/s.txt", "/%", "/%zz", "/\u00ff",
    };

    @Test
    void nothingElseIsServedHoweverThePathIsWritten() throws Exception {
        for (String attack : ATTACKS) {
            for (String method : List.of("GET", "HEAD", "POST", "OPTIONS")) {
                String path = attack.replace("{tree}", tree.toString());
                Answer answer = ask(server, method, path, "Content-Length: 0");
                assertFalse(answer.body().contains("secret") || answer.body().contains("deep") || answer.body().equals("{}") || answer.body().contains("Require"), method + " " + path + ": " + answer);
                boolean index = attack.equals("/?/../secret/s.txt") || method.equals("OPTIONS");
                assertTrue(index || answer.status() >= 300, method + " " + path + ": " + answer);
            }
        }
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        for (String method : List.of("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "FOO")) {
            Answer answer = ask(server, method, "/a.txt");
            assertEquals(405, answer.status(), method);
            assertEquals("OPTIONS,HEAD,GET,POST", answer.field("Allow"));
        }
        Answer options = ask(server, "OPTIONS", "/a.txt");
        assertEquals(200, options.status());
        assertEquals("OPTIONS,HEAD,GET,POST", options.field("Allow"));
        assertEquals("0", options.field("Content-Length"));
    }

    @Test
    void headHasTheFieldsOfGet() throws Exception {
        Answer get = get("/long.bin");
        Answer head = ask(server, "HEAD", "/long.bin");
        assertEquals(200_000, get.body().length());
        assertEquals("200000", head.field("Content-Length"));
        assertEquals("", head.body());
        for (String name : List.of("ETag", "Last-Modified", "Accept-Ranges", "X-Set", "X-Always")) {
            assertNotNull(get.field(name), name);
            assertEquals(get.field(name), head.field(name), name);
        }
    }

    @Test
    void rangesAndValidatorsAreObeyed() throws Exception {
        String tag = get("/a.txt").field("ETag");
        String changed = get("/a.txt").field("Last-Modified");
        assertFalse(tag.startsWith("W/"), tag);
        String[][] rows = {
            {"Range: bytes=2-4", "206", "234"}, {"Range: bytes=-3", "206", "789"}, {"Range: bytes=8-", "206", "89"}, {"Range: bytes=20-", "416", null}, {"Range: lines=1-2", "200", "0123456789"},
            {"If-None-Match: " + tag, "304", ""}, {"If-None-Match: *", "304", ""}, {"If-None-Match: \"other\"", "200", "0123456789"}, {"If-Match: \"other\"", "412", null}, {"If-Match: *", "200", "0123456789"},
            {"If-Modified-Since: " + changed, "304", ""}, {"If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT", "200", "0123456789"}, {"If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT", "200", "0123456789"},
            {"If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT", "412", null},
            {"Range: bytes=2-4\r\nIf-Range: " + tag, "206", "234"}, {"Range: bytes=2-4\r\nIf-Range: \"other\"", "200", "0123456789"},
        };
        for (String[] row : rows) {
            Answer answer = get("/a.txt", row[0]);
            assertEquals(row[1], String.valueOf(answer.status()), row[0]);
            if (row[2] != null) assertEquals(row[2], answer.body(), row[0]);
        }
        assertEquals("bytes 2-4/10", get("/a.txt", "Range: bytes=2-4").field("Content-Range"));
        assertEquals("bytes */10", get("/a.txt", "Range: bytes=20-").field("Content-Range"));
        Answer unchanged = get("/a.txt", "If-None-Match: " + tag);
        assertEquals(tag, unchanged.field("ETag"));
        assertEquals("1", unchanged.field("X-Set"));
    }

    @Test
    void errorsHaveTheFieldsOfHeaderAlwaysOnly() throws Exception {
        Answer missing = get("/missing");
        assertNull(missing.field("X-Set"));
        assertEquals("1", missing.field("X-Always"));
        assertEquals("404 Not Found\n", missing.body());
        assertEquals("text/html", get("/gone").field("Content-Type"));
    }

    @Test
    void linksAreFollowedOnlyAsOptionsSays() throws Exception {
        StandaloneServer strict = FileTree.serve(tree, "DocumentRoot {tree}/doc", "<Directory {tree}/doc>", "Options -FollowSymLinks", "</Directory>", "<Directory {tree}/doc/dir>", "Options FollowSymLinks", "</Directory>");
        StandaloneServer owner = FileTree.serve(tree, "DocumentRoot {tree}/doc", "<Directory {tree}/doc>", "Options SymLinksIfOwnerMatch", "</Directory>");
        try {
            assertEquals(403, ask(strict, "GET", "/link/o.txt").status());
            assertEquals(403, ask(strict, "GET", "/link.txt").status());
            assertEquals(200, ask(strict, "GET", "/a.txt").status());
            assertEquals(200, ask(owner, "GET", "/link/o.txt").status());
        } finally {
            strict.stop();
            owner.stop();
        }
    }

    @Test
    void singlePageApplicationsWork() throws Exception {
        String[][] variants = {
            {"<Directory {tree}/doc>", "RewriteEngine On", "RewriteBase /", "RewriteRule ^index\\.html$ - [L]", "RewriteCond %{REQUEST_FILENAME} !-f", "RewriteCond %{REQUEST_FILENAME} !-d", "RewriteRule . /index.html [L]", "</Directory>"},
            {"<Directory {tree}/doc>", "RewriteEngine On", "RewriteCond %{REQUEST_FILENAME} !-f", "RewriteCond %{REQUEST_FILENAME} !-d", "RewriteRule ^ index.html [L]", "</Directory>"},
            {"RewriteEngine On", "RewriteCond %{DOCUMENT_ROOT}%{REQUEST_URI} !-f", "RewriteCond %{DOCUMENT_ROOT}%{REQUEST_URI} !-d", "RewriteCond %{REQUEST_URI} !^/api/", "RewriteRule ^ /index.html [L]"},
            {"FallbackResource /index.html"},
        };
        for (String[] variant : variants) {
            List<String> lines = new ArrayList<>(List.of("DocumentRoot {tree}/doc", "ProxyPass /api/ http://127.0.0.1:1/"));
            lines.addAll(List.of(variant));
            StandaloneServer app = FileTree.serve(tree, lines.toArray(String[]::new));
            try {
                assertEquals("<p>index", ask(app, "GET", "/user/7").body(), variant[0]);
                assertEquals("<p>index", ask(app, "GET", "/").body(), variant[0]);
                assertEquals("0123456789", ask(app, "GET", "/a.txt").body(), variant[0]);
                assertEquals("<p>dir", ask(app, "GET", "/dir/").body(), variant[0]);
                assertEquals(503, ask(app, "GET", "/api/x").status(), variant[0]);
            } finally {
                app.stop();
            }
        }
    }

    @Test
    void whatIsNoFileCanBeForwarded() throws Exception {
        StandaloneServer app = FileTree.serve(tree, "DocumentRoot {tree}/doc", "RewriteEngine On", "RewriteCond %{DOCUMENT_ROOT}%{REQUEST_URI} !-f", "RewriteRule ^/(.*)$ http://127.0.0.1:1/$1 [P]");
        try {
            assertEquals("0123456789", ask(app, "GET", "/a.txt").body());
            assertEquals(503, ask(app, "GET", "/b.txt").status());
        } finally {
            app.stop();
        }
    }

    @Test
    void eachHostHasItsOwnFiles() throws Exception {
        StandaloneServer hosts = FileTree.serve(tree, "DocumentRoot {tree}/outside", "<VirtualHost *>", "ServerName h", "DocumentRoot {tree}/other", "</VirtualHost>", "<VirtualHost *>", "ServerName i", "Alias /x {tree}/doc", "</VirtualHost>");
        try {
            assertEquals("other", ask(hosts, "GET", "/o.txt").body());
            assertEquals("secret outside", RawClient.ask(hosts.port(), "GET /o.txt HTTP/1.1\r\nHost: i\r\nConnection: close\r\n\r\n").body());
            assertEquals("0123456789", RawClient.ask(hosts.port(), "GET /x/a.txt HTTP/1.1\r\nHost: i\r\nConnection: close\r\n\r\n").body());
        } finally {
            hosts.stop();
        }
    }

    @Test
    void whatRestrictsAccessToFilesIsObeyedOrAnError() {
        assertEquals(List.of(), FileTree.errors(tree, "DocumentRoot {tree}/doc", "<Directory {tree}/doc>", "Require ip 10.0.0.1", "<Files x>", "Require all denied", "</Files>", "</Directory>"));
        assertEquals(1, FileTree.errors(tree, "DocumentRoot {tree}/doc", "<Directory {tree}/doc>", "SSLRequireSSL", "</Directory>").size());
        assertEquals(1, FileTree.errors(tree, "DocumentRoot {tree}/doc", "<IfModule mod_foo.c>", "<Directory {tree}/doc>", "Require ip 10.0.0.1", "</Directory>", "</IfModule>").size());
        assertEquals(List.of(), FileTree.errors(tree, "DocumentRoot {tree}/doc", "<Directory {tree}/doc>", "SSLRequireSSL", "</Directory>", "PassmatchAccessControl Elsewhere"));
        assertEquals(List.of(), FileTree.errors(tree, "ProxyPass / http://127.0.0.1:1/", "DocumentRoot {tree}/doc", "<Directory {tree}/doc>", "SSLRequireSSL", "</Directory>"));
        List<String> relative = FileTree.errors(tree, "DocumentRoot {tree}/doc", "<Directory doc/secret>", "Require all denied", "</Directory>");
        assertEquals(1, relative.size());
        assertTrue(relative.get(0).contains("<Directory doc/secret> applies to no file: the path must be absolute, also in httpd"), relative.get(0));
    }
}
