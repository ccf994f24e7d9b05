package io.github.passmatch.config.draft;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.file.FileSettings;
import io.github.passmatch.rules.file.LinkOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the settings for files of one scope; the meaning of the values is that of {@link FileSettings}. */
public final class FileSettingsDraft {

    public LinkOptions links = LinkOptions.UNSET;
    public Optional<List<String>> index = Optional.empty();
    public Optional<Boolean> slash = Optional.empty();
    public Optional<String> fallback = Optional.empty();
    public Optional<Optional<Place>> overrides = Optional.empty();
    public final Map<String, String> types = new HashMap<>();
    public Optional<String> forced = Optional.empty();
    public final Map<String, String> handlers = new HashMap<>();
    public Optional<String> handler = Optional.empty();

    FileSettings build() {
        FileSettings built = new FileSettings(links, index, slash, fallback, overrides, types, forced, handlers, handler);
        return built.equals(FileSettings.UNSET) ? FileSettings.UNSET : built;
    }
}
