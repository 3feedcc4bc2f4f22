package io.kronosq.dashboard;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** A test that runs modules of the dashboard, on a JDK that the script engine knows. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledForJreRange(
    maxVersion = 21,
    disabledReason = "The script engine that still runs on 17 does not run on JDKs this new")
@interface NeedsScriptEngine {}
