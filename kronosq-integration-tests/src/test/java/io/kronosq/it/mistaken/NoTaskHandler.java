package io.kronosq.it.mistaken;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.ApplicationScoped;

/** Has nothing to call. */
@ApplicationScoped
@KronosHandler("mistaken:class")
public class NoTaskHandler {}
