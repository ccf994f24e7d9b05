package io.github.passmatch.diagnose.figures;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What consoles show beside an attribute of a bean. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Meaning {

    /** A few words without a full stop. */
    String value();
}
