package io.github.passmatch.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Choices that depend on a seed only. */
final class Dice {

    private final Random random;

    Dice(long seed) {
        random = new Random(seed);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** 1 to {@code most}. */
    int count(int most) {
        return 1 + random.nextInt(most);
    }

    String of(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Up to {@code most} different ones, in any order. */
    List<String> some(int most, List<String> choices) {
        List<String> left = new ArrayList<>(choices);
        List<String> chosen = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0 && !left.isEmpty(); i--) chosen.add(left.remove(random.nextInt(left.size())));
        return chosen;
    }
}
