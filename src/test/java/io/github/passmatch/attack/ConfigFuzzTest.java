package io.github.passmatch.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random bytes and damaged real configurations: the outcome is a configuration or a list of errors, within a second. */
@Timeout(120)
class ConfigFuzzTest {

    private static final long SEED = Long.getLong("passmatch.seed", 20261124L);
    private static final int CASES = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final String ODD = "\"'\\\\<>$%{}()[]#=!~/?*+^|\n\r\t\0 0129azAZ\u00e9\uffff";
    private static final List<String> WORDS = List.of("ProxyPass", "ProxyPassMatch", "ProxyPassReverse", "<Location", "</Location>", "<VirtualHost *:80>", "</VirtualHost>", "<Proxy",
            "enablereuse=on", "timeout=", "http://", "unix:", "balancer://", "$1", "${", "(.*)", "((a+)+)+", "!", "~", "Define", "SetEnv", "SetEnvIf", "RequestHeader", "Header", "<IfModule");

    private final Random random = new Random(SEED);
    private final ThreadMXBean cpu = ManagementFactory.getThreadMXBean();

    @Test
    void everyTextIsAConfigurationOrAListOfErrors() throws Exception {
        List<String> real = realConfigurations();
        int read = 0;
        long slowest = 0;
        for (int i = 0; i < CASES; i++) {
            String text = i % 4 == 0 ? noise() : damaged(real.get(random.nextInt(real.size())));
            long start = cpu.getCurrentThreadCpuTime();
            try {
                ConfigReader.read(new ConfigSource("fuzz.conf", text), Map.of("HOME", "/"));
                read++;
            } catch (ConfigException e) {
                assertTrue(e.getMessage().startsWith("fuzz.conf:"), e::getMessage);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("case " + i + " of seed " + SEED + ":\n" + text, e);
            }
            slowest = Math.max(slowest, cpu.getCurrentThreadCpuTime() - start);
        }
        System.out.println("fuzz of configurations, seed " + SEED + ": " + CASES + " cases, " + read + " read, " + (CASES - read) + " refused, slowest " + slowest / 1_000_000 + " ms");
        assertTrue(slowest < LIMIT.toNanos(), "the slowest took " + slowest + " ns, seed " + SEED);
    }

    /** What the golden rows were observed with, each row alone and many together. */
    private static List<String> realConfigurations() throws Exception {
        List<String> all = new ArrayList<>();
        StringBuilder together = new StringBuilder();
        try (Reader reader = new InputStreamReader(ConfigFuzzTest.class.getResourceAsStream("/golden.json"), ISO_8859_1)) {
            JsonArray rows = JsonParser.parseReader(reader).getAsJsonArray();
            for (JsonElement row : rows) {
                StringBuilder text = new StringBuilder();
                for (JsonElement line : row.getAsJsonObject().getAsJsonArray("directives")) text.append(line.getAsString().replace("{upstream}", "127.0.0.1:8080")).append('\n');
                all.add(text.toString());
                together.append(text);
            }
        }
        all.add(together.toString());
        return all;
    }

    private String noise() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return random.nextBoolean() ? new String(bytes, ISO_8859_1) : text(random.nextInt(60));
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) text.append(random.nextInt(4) == 0 ? WORDS.get(random.nextInt(WORDS.size())) : ODD.charAt(random.nextInt(ODD.length())));
        return text.toString();
    }

    private String damaged(String real) {
        StringBuilder text = new StringBuilder(real);
        for (int i = random.nextInt(4); i >= 0; i--) damage(text);
        return text.toString();
    }

    private void damage(StringBuilder text) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(12));
        switch (random.nextInt(6)) {
            case 0 -> text.delete(from, to);
            case 1 -> text.insert(from, text.substring(from, to));
            case 2 -> text.insert(from, text(1 + random.nextInt(3)));
            case 3 -> text.setLength(from);
            case 4 -> text.insert(from, text.substring(from, to).repeat(random.nextInt(50)));
            default -> text.replace(from, to, WORDS.get(random.nextInt(WORDS.size())));
        }
    }
}
