package io.kronosq.it.plain;

import jakarta.enterprise.context.ApplicationScoped;

/** Something for the application's class loader to load. */
@ApplicationScoped
public class PlainBean {}
