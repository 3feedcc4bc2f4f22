package io.kronosq.admin;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.security.idm.Account;
import io.undertow.security.idm.Credential;
import io.undertow.security.idm.IdentityManager;
import io.undertow.security.idm.PasswordCredential;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.LoginConfig;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.resteasy.cdi.CdiInjectorFactory;
import org.jboss.resteasy.core.ResteasyDeploymentImpl;
import org.jboss.resteasy.plugins.server.servlet.HttpServlet30Dispatcher;
import org.jboss.resteasy.spi.ResteasyDeployment;
import org.jboss.weld.environment.servlet.Listener;

/**
 * The admin resources in a servlet container of this JVM, with users of the names of the roles,
 * whose password is their name and {@code -secret}.
 */
final class LocalAdmin implements AutoCloseable {
  private static final Map<String, Set<String>> ROLES =
      Map.of(
          "viewer", Set.of("kronosq-viewer"),
          "operator", Set.of("kronosq-operator"),
          "admin", Set.of("kronosq-admin"),
          "supporter", Set.of("kronosq-viewer", "support"),
          "stranger", Set.of("other"));

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Config config;
  private final DeploymentManager deployment;
  private final Undertow server;

  private LocalAdmin(Config config, DeploymentManager deployment, Undertow server) {
    this.config = config;
    this.deployment = deployment;
    this.server = server;
  }

  static LocalAdmin start(String redis, Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("kronosq.redis.uri", redis);
    Config config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(all, "test", 500))
            .build();
    ConfigProviderResolver.instance()
        .registerConfig(config, Thread.currentThread().getContextClassLoader());
    ResteasyDeployment resteasy = new ResteasyDeploymentImpl();
    resteasy.setApplicationClass(AdminApplication.class.getName());
    resteasy.setInjectorFactoryClass(CdiInjectorFactory.class.getName());
    DeploymentInfo info =
        Servlets.deployment()
            .setClassLoader(LocalAdmin.class.getClassLoader())
            .setContextPath("/app")
            .setDeploymentName("app")
            .addListener(Servlets.listener(Listener.class))
            .addServletContextAttribute(ResteasyDeployment.class.getName(), resteasy)
            .addServlet(
                Servlets.servlet("admin", HttpServlet30Dispatcher.class)
                    .setAsyncSupported(true)
                    .setLoadOnStartup(1)
                    .addInitParam("resteasy.servlet.mapping.prefix", "/kronosq/api/v1")
                    .addMapping("/kronosq/api/v1/*"))
            .setLoginConfig(new LoginConfig("BASIC", "test"))
            .setIdentityManager(new Users());
    DeploymentManager deployment = Servlets.defaultContainer().addDeployment(info);
    deployment.deploy();
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "localhost")
            .setHandler(Handlers.path().addPrefixPath("/app", deployment.start()))
            .build();
    server.start();
    return new LocalAdmin(config, deployment, server);
  }

  /** The address of a resource. */
  URI uri(String path) {
    int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    return URI.create("http://localhost:" + port + "/app/kronosq/api/v1" + path);
  }

  /** A request of a user, of null for nobody. */
  HttpRequest.Builder request(String user, String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (user != null) {
      byte[] login = (user + ":" + user + "-secret").getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
    }
    return request;
  }

  HttpResponse<String> get(String user, String path) throws IOException, InterruptedException {
    return send(request(user, path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** A change as the dashboard makes it. */
  HttpResponse<String> change(String user, String method, String path, String json)
      throws IOException, InterruptedException {
    return send(
        request(user, path)
            .header("X-Kronosq-Request", "1")
            .header("Content-Type", "application/json")
            .method(
                method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
  }

  @Override
  public void close() throws ServletException {
    server.stop();
    deployment.stop();
    deployment.undeploy();
    ConfigProviderResolver.instance().releaseConfig(config);
  }

  private static final class Users implements IdentityManager {
    @Override
    public Account verify(Account account) {
      return account;
    }

    @Override
    public Account verify(String id, Credential credential) {
      boolean known =
          ROLES.containsKey(id)
              && credential instanceof PasswordCredential password
              && new String(password.getPassword()).equals(id + "-secret");
      return known ? new User(() -> id, ROLES.get(id)) : null;
    }

    @Override
    public Account verify(Credential credential) {
      return null;
    }
  }

  private record User(Principal principal, Set<String> roles) implements Account {
    @Override
    public Principal getPrincipal() {
      return principal;
    }

    @Override
    public Set<String> getRoles() {
      return roles;
    }
  }
}
