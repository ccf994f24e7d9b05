package io.github.passmatch.diagnose.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParser;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is written as JSON reads back as what it was. */
class JsonTest {

    @Test
    void everyCharacterComesBack() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x2100; c++) all.append(c);
        all.append("\ud83d\ude00");
        assertEquals(all.toString(), JsonParser.parseString(Json.of(all.toString())).getAsString());
    }

    @Test
    void valuesNest() {
        assertEquals("{\n  \"a\": [\n    1,\n    null,\n    true,\n    {}\n  ]\n}", Json.of(Map.of("a", Arrays.asList(1, Optional.empty(), true, Map.of()))));
        assertEquals("[]", Json.of(List.of()));
        assertThrows(IllegalArgumentException.class, () -> Json.of(new Object()));
    }
}
