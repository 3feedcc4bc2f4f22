package io.kronosq.admin.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardHeadersTest {
  private final Map<String, List<String>> headers = new TreeMap<>();
  private final List<Integer> statuses = new ArrayList<>();
  private int passedOn;

  @ParameterizedTest
  @ValueSource(strings = {"/shop/kronosq/", "/shop/kronosq/app.js", "/shop/kronosq/nothing-there"})
  void filesMayNotBeFramedNorRunOrLoadAnythingElse(String uri) throws Exception {
    ask(uri);

    assertThat(passedOn).isEqualTo(1);
    assertThat(headers).containsEntry("X-Frame-Options", List.of("DENY"));
    assertThat(headers.get("Content-Security-Policy"))
        .containsExactly(DashboardHeaders.POLICY)
        .first()
        .asString()
        .startsWith("default-src 'none'; script-src 'self';")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe", "*", "http");
  }

  @Test
  void answersOfTheAdminResourcesKeepTheirOwnHeaders() throws Exception {
    ask("/shop/kronosq/api/v1/overview");

    assertThat(passedOn).isEqualTo(1);
    assertThat(headers).isEmpty();
  }

  @Test
  void thePolicyOfTheApplicationStays() throws Exception {
    headers.put("Content-Security-Policy", new ArrayList<>(List.of("default-src 'self'")));

    ask("/shop/kronosq/");

    assertThat(headers.get("Content-Security-Policy"))
        .containsExactly("default-src 'self'", DashboardHeaders.POLICY);
  }

  @Test
  void theAddressWithoutItsSlashLeadsToTheOneWithIt() throws Exception {
    ask("/shop/kronosq");

    assertThat(passedOn).isZero();
    assertThat(statuses).containsExactly(302);
    assertThat(headers).containsEntry("Location", List.of("kronosq/"));
  }

  private void ask(String uri) throws Exception {
    HttpServletRequest request =
        stub(
            HttpServletRequest.class,
            (proxy, method, arguments) ->
                method.getName().equals("getContextPath") ? "/shop" : uri);
    HttpServletResponse response =
        stub(
            HttpServletResponse.class,
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "setHeader" ->
                    headers.put((String) arguments[0], List.of((String) arguments[1]));
                case "addHeader" ->
                    headers
                        .computeIfAbsent((String) arguments[0], name -> new ArrayList<>())
                        .add((String) arguments[1]);
                case "setStatus" -> statuses.add((Integer) arguments[0]);
                default -> throw new UnsupportedOperationException(method.getName());
              }
              return null;
            });
    new DashboardHeaders().doFilter(request, response, (asked, answer) -> passedOn++);
  }

  private static <T> T stub(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
