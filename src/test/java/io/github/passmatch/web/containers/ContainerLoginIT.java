package io.github.passmatch.web.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.RunningContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A user logs in at a real Tomcat, as a security-constraint of web.xml demands, and the upstream is told who it is. */
@Timeout(120)
class ContainerLoginIT {

    private static final String SERVER = """
            <Server port="-1">
              <Service name="Catalina">
                <Connector address="127.0.0.1" port="0"/>
                <Engine name="Catalina" defaultHost="localhost">
                  <Realm className="org.apache.catalina.realm.MemoryRealm" pathname="%s"/>
                  <Host name="localhost" appBase="webapps"/>
                </Engine>
              </Service>
            </Server>
            """;
    private static final String CONSTRAINT = """
            <security-constraint>
              <web-resource-collection><web-resource-name>all</web-resource-name><url-pattern>/app/*</url-pattern></web-resource-collection>
              <auth-constraint><role-name>people</role-name></auth-constraint>
            </security-constraint>
            <login-config><auth-method>BASIC</auth-method></login-config>
            <security-role><role-name>people</role-name></security-role>
            </web-app>""";
    private static final String USERS = "<tomcat-users><user username=\"alice\" password=\"wonderland\" roles=\"people\"/></tomcat-users>";

    @Test
    void theUpstreamIsToldTheUserOfTheContainerAndNotWhatTheClientWrites() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); RunningContainer running = start(upstream)) {
            String forged = "X-Remote-User: admin\r\nx-remote-user: root\r\n";
            assertEquals(401, ask(running, "/app/1", forged).status());
            assertEquals(200, ask(running, "/app/2", forged + "Authorization: Basic YWxpY2U6d29uZGVybGFuZA==\r\n").status());
            assertEquals(200, ask(running, "/open/3", forged).status());
            assertEquals(List.of("/app/2 [alice] [alice]", "/open/3 [] []"), upstream.requests().stream()
                    .map(seen -> seen.target() + " " + seen.all("X-Remote-User") + " " + seen.all("X-By-Expression")).toList());
            running.process().awaitLine("user=alice");
        }
    }

    private static RawClient.Answer ask(RunningContainer running, String path, String fields) throws Exception {
        return RawClient.ask(running.port(), "GET " + path + " HTTP/1.1\r\nHost: www.example.org\r\n" + fields + "Connection: close\r\n\r\n");
    }

    private static RunningContainer start(RawUpstream upstream) throws Exception {
        Path base = BuiltWar.workDirectory("container-login");
        String web = BuiltWar.entry("WEB-INF/web.xml");
        assertTrue(web.contains("</web-app>"), web);
        BuiltWar.variant(Files.createDirectories(base.resolve("webapps")).resolve("ROOT.war"), Map.of("WEB-INF/web.xml", web.replace("</web-app>", CONSTRAINT)));
        Path users = Files.writeString(base.resolve("users.xml"), USERS);
        Path rules = Files.writeString(base.resolve("rules.conf"), "PassmatchAccessLog Text\nRequestHeader set X-Remote-User \"%{REMOTE_USER}s\"\nRequestHeader set X-By-Expression \"expr=%{REMOTE_USER}\"\nProxyPass / http://"
                + upstream.authority() + "/\n");
        return Container.TOMCAT_11.startTomcat(base, SERVER.formatted(users), Map.of("PASSMATCH_CONFIG", rules.toString()), ContainerProcess.ownJdk());
    }
}
