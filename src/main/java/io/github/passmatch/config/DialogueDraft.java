package io.github.passmatch.config;

import io.github.passmatch.rules.Dialogue;
import java.time.Duration;
import java.util.Optional;

/** What one server's lines say about how HTTP is spoken with upstreams, while they are read. */
final class DialogueDraft {

    boolean passesExpect = true;
    Dialogue.BadLines badLines = Dialogue.BadLines.ARE_ERRORS;

    /** The same again, to be changed on its own. */
    DialogueDraft copy() {
        DialogueDraft copy = new DialogueDraft();
        copy.passesExpect = passesExpect;
        copy.badLines = badLines;
        return copy;
    }

    Dialogue build(Optional<Duration> ping) {
        return new Dialogue(ping, passesExpect, badLines);
    }
}
