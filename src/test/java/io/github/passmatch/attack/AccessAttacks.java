package io.github.passmatch.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.List;

/** The table of attempts to get around access control ({@code access-attacks.json}), each with what httpd 2.4.71 was observed to do. */
public final class AccessAttacks {

    private AccessAttacks() { }

    /** One configuration and the requests that are sent to it. Texts hold <code>{upstream}</code> where host and port of the upstream belong. */
    public record Group(String name, List<String> directives, List<Attack> attacks) {
        public String configuration(String upstream) {
            return "ServerName proxy.example.com\n" + String.join("\n", directives).replace("{upstream}", upstream) + "\n";
        }
    }

    /**
     * One request.
     *
     * @param status    of the first response; 0: none
     * @param forwarded the targets that the upstream gets
     * @param ours      where Passmatch does something else than httpd; null if nowhere
     */
    public record Attack(String name, String request, int status, List<String> forwarded, Ours ours) { }

    /**
     * What Passmatch does instead.
     *
     * @param forwarded null: as httpd
     */
    public record Ours(int status, List<String> forwarded, String because) { }

    /** All groups, in the order of the file. */
    public static List<Group> all() {
        try (Reader in = new InputStreamReader(AccessAttacks.class.getResourceAsStream("/access-attacks.json"), UTF_8)) {
            return List.of(new Gson().fromJson(in, Group[].class));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
