package io.github.passmatch.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.passmatch.run.file.FileTree;
import io.github.passmatch.run.server.StandaloneServer;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Generated requests for files: {@code java -jar} and the httpd of this machine send the same, except for the rows 121 to 126 of the differences. */
@Timeout(120)
class FilesHttpdTest {

    private static final int REQUESTS = Integer.getInteger("passmatch.differential.files", 300);
    private static final long SEED = Long.getLong("passmatch.differential.seed", 1);
    private static final List<String> LINES = List.of("DocumentRoot {tree}/doc", "Alias /other {tree}/other", "Alias /slash/ {tree}/other/", "AliasMatch ^/match/(.*)$ {tree}/other/$1", "ProxyPass /other/app http://127.0.0.1:1",
            "ProxyPass /dir/no !", "ProxyPass /dir/n http://127.0.0.1:1", "Redirect /old /dir/", "ErrorDocument 404 /error.html", "MergeSlashes On",
            "<Directory />", "Require all denied", "</Directory>", "<Directory {tree}>", "Require all granted", "Header append X-M tree", "</Directory>", "<Directory {tree}/doc>", "Header append X-M doc", "</Directory>",
            "<DirectoryMatch /doc/d>", "Header append X-M match", "</DirectoryMatch>", "<Directory {tree}/*/sub>", "Header append X-M wild", "</Directory>",
            "<Directory {tree}/doc/secret>", "Require all denied", "</Directory>", "<Directory {tree}/outside>", "Require all denied", "</Directory>", "<Files *.json>", "Require all denied", "</Files>", "<FilesMatch \\.txt$>", "Header append X-M files", "</FilesMatch>",
            "<Directory {tree}/doc/deep>", "RewriteEngine On", "RewriteCond %{REQUEST_FILENAME} !-f", "RewriteCond %{REQUEST_FILENAME} !-d", "RewriteRule ^ /deep/er/d.txt [L]", "DirectoryIndex none.html d.txt", "</Directory>",
            "<Directory {tree}/doc/noindex>", "FallbackResource /a.txt", "Options -FollowSymLinks", "</Directory>", "<Directory {tree}/other>", "Options -FollowSymLinks", "DirectorySlash Off", "<Files o.txt>", "Header append X-M inner", "</Files>", "</Directory>",
            "<Location /dir>", "Header append X-M location", "</Location>", "<If \"%{QUERY_STRING} == 'deny'\">", "Require all denied", "</If>");
    private static final List<String> WORDS = List.of("", ".", "..", "a.txt", "dir", "noindex", "n.txt", "secret", "s.txt", "deep", "er", "d.txt", "other", "o.txt", "sub", "slash", "match", "index.html", "link", "link.txt", "nowhere", "loop", "plain", "data.json",
            "sp ace.txt", "q?m.txt", "per%63ent.txt", "b\\s.txt", "missing", "no", "n", "app", "old", ".git", "config", "error.html", "DIR", "a.txt.", "a.txt;x", "other..", "x:y", "long.bin");
    private static final List<String> FIELDS = List.of("", "", "", "", "Range: bytes=1-2\r\n", "Range: bytes=-3\r\n", "Range: bytes=500000-\r\n", "If-None-Match: *\r\n", "If-Match: \"x\"\r\n", "If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT\r\n", "Range: x=1-2\r\n");

    @TempDir
    private Path directory;

    @BeforeEach
    void needsHttpd() {
        assumeTrue(Httpd.binary().isPresent(), "no apache2 or httpd on this machine");
    }

    @Test
    void bothSendTheSame() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path tree = directory.resolve("tree");
        FileTree.write(tree);
        String modules = String.join("", Stream.of("alias", "dir", "mime", "autoindex", "headers", "rewrite", "proxy", "proxy_http", "authz_core").map(Httpd::load).toList());
        String configuration = modules + "TypesConfig /dev/null\n" + String.join("\n", LINES).replace("{tree}", tree.toString()) + "\n";
        StandaloneServer ours = FileTree.serve(tree, LINES.toArray(String[]::new));
        try (Httpd httpd = Httpd.whole(directory.resolve("server"), configuration)) {
            Random dice = new Random(SEED);
            List<String> theirs = new ArrayList<>();
            List<String> own = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                String request = request(dice);
                theirs.add(request + " -> " + seen(RawClient.ask(httpd.port(0), raw(request))));
                own.add(request + " -> " + seen(RawClient.ask(ours.port(), raw(request))));
            }
            List<String> different = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) if (!theirs.get(i).equals(own.get(i))) different.add("httpd: " + theirs.get(i) + "\nours:  " + own.get(i));
            assertEquals("", String.join("\n", different), "seed " + SEED);
        } finally {
            ours.stop();
        }
    }

    private static String raw(String request) {
        String[] parts = request.split(" \\| ", -1);
        return parts[0] + " HTTP/1.1\r\nHost: proxy.example.com\r\nContent-Length: 0\r\nConnection: close\r\n" + parts[1].replace("\\r\\n", "\r\n") + "\r\n";
    }

    private static String request(Random dice) {
        StringBuilder path = new StringBuilder();
        int depth = 1 + dice.nextInt(4);
        for (int i = 0; i < depth; i++) path.append('/').append(escaped(WORDS.get(dice.nextInt(WORDS.size())), dice));
        if (dice.nextInt(8) == 0) path.append('/');
        String query = List.of("", "", "", "?x=1", "?deny", "?").get(dice.nextInt(6));
        String method = List.of("GET", "GET", "GET", "HEAD", "POST").get(dice.nextInt(5));
        if (path.indexOf("%2F") >= 0 && path.indexOf("..") >= 0) return request(dice);      // httpd forgets a %2F in a part of the path that .. removes
        return method + " " + path + query + " | " + FIELDS.get(dice.nextInt(FIELDS.size())).replace("\r\n", "\\r\\n");
    }

    private static String escaped(String word, Random dice) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean must = " ?%\\".indexOf(c) >= 0;
            if (must || dice.nextInt(40) == 0) out.append(String.format("%%%02X", (int) c));
            else out.append(c);
        }
        return dice.nextInt(60) == 0 ? out + "%2F" : out.toString();
    }

    /** Content of error pages, types and times are left out. */
    private static String seen(Answer answer) {
        boolean content = answer.status() == 200 || answer.status() == 206;
        String body = content || answer.status() == 404 && answer.body().contains("own error") ? answer.body().length() + " " + answer.body().substring(0, Math.min(20, answer.body().length())) : "";
        String location = answer.field("Location") == null ? "" : answer.field("Location");
        return answer.status() + " " + body + " " + location + " " + (content || answer.status() == 304 ? answer.all("X-M") : "") + " " + (answer.status() == 206 ? answer.field("Content-Range") : "") + (answer.status() == 200 ? answer.field("ETag") : "");
    }
}
