package io.kronosq.it.load;

import io.kronosq.it.browser.Chromium;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ScriptTimeoutException;
import org.openqa.selenium.chrome.ChromeDriver;

/** Tells how long pages of the dashboard take in a real browser until they can be used. */
final class PageClock implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Runs before any script of the page does. A page can be used when its data are there, they are
   * painted, and the browser has nothing to do before the next click.
   */
  private static final String WATCH =
      """
      window.whenUsable = (selector) => new Promise((resolve) => {
        const there = () => {
          const main = document.querySelector('main');
          return main && !main.querySelector('[data-test=loading]') && main.querySelector(selector);
        };
        const done = () => {
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        };
        const observer = new MutationObserver(() => there() && done());
        observer.observe(document, { attributes: true, childList: true, subtree: true });
      });
      """;

  private final ChromeDriver browser = Chromium.start(new Dimension(1280, 900));
  private final String base;

  /**
   * @param base where the dashboard is, with a slash at the end
   * @param user whose password is the name with {@code -secret}
   */
  PageClock(String base, String user) {
    this.base = base;
    String credentials =
        Base64.getEncoder()
            .encodeToString((user + ":" + user + "-secret").getBytes(StandardCharsets.UTF_8));
    browser.manage().timeouts().scriptTimeout(PATIENCE);
    browser.executeCdpCommand("Network.enable", Map.of());
    browser.executeCdpCommand(
        "Network.setExtraHTTPHeaders",
        Map.of("headers", Map.of("Authorization", "Basic " + credentials)));
  }

  /** Has the browser load everything anew the next time. */
  void forgetFiles() {
    browser.executeCdpCommand("Network.clearBrowserCache", Map.of());
  }

  /**
   * Opens a page as from a bookmark.
   *
   * @return ms from the navigation until it can be used
   */
  double open(DashboardPage page) {
    browser.get("about:blank");
    Object watch =
        browser
            .executeCdpCommand(
                "Page.addScriptToEvaluateOnNewDocument",
                Map.of("source", WATCH + "window.usable = whenUsable('" + page.sign() + "');"))
            .get("identifier");
    browser.get(base + page.hash());
    double usable = await(page, "window.usable.then(arguments[arguments.length - 1])");
    browser.executeCdpCommand(
        "Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", watch));
    return usable;
  }

  /**
   * Goes to a page from another one.
   *
   * @return ms from the click until it can be used
   */
  double go(DashboardPage page) {
    return await(
        page,
        WATCH
            + "const done = arguments[arguments.length - 1];"
            + "const start = performance.now();"
            + "whenUsable(arguments[0]).then((end) => done(end - start));"
            + "location.hash = arguments[1];");
  }

  private double await(DashboardPage page, String script) {
    try {
      return number(browser.executeAsyncScript(script, page.sign(), page.hash()));
    } catch (ScriptTimeoutException e) {
      throw new AssertionError(
          "There is no "
              + page.sign()
              + " but: "
              + browser.executeScript("return document.body.innerText"),
          e);
    }
  }

  private static double number(Object told) {
    return ((Number) told).doubleValue();
  }

  /** How many KB the page has loaded since it was opened, as they were sent. */
  double kilobytes() {
    return number(
            browser.executeScript(
                "return performance.getEntriesByType('resource').reduce((sum, each) => sum +"
                    + " each.transferSize, 0)"))
        / 1e3;
  }

  @Override
  public void close() {
    browser.quit();
  }
}
