package io.kronosq.it.hosting;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Has its resources and providers found by the server. */
@ApplicationPath("api")
public class HostingApplication extends Application {}
