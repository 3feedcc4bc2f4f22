package io.kronosq.it.browser;

import io.kronosq.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.Select;

/** The dashboard in a browser, as its user sees it: by what is marked with {@code data-test}. */
public final class Dashboard implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Runs before any script of the page does. */
  private static final String WATCH =
      "addEventListener('securitypolicyviolation', event => {"
          + "  (window.violations ??= []).push(event.violatedDirective + ' ' + event.blockedURI);"
          + "}, true);";

  private static final String AXE = axe();

  private final ChromeDriver browser;
  private final String base;

  private Dashboard(ChromeDriver browser, String base) {
    this.browser = browser;
    this.base = base;
  }

  /**
   * Opens it as somebody, who has logged in.
   *
   * @param base where it is, with a slash at the end
   * @param user whose password is the name with {@code -secret}; empty for nobody
   * @param size of the page
   */
  public static Dashboard open(String base, String user, Dimension size) {
    Dashboard dashboard = new Dashboard(Chromium.start(size), base);
    dashboard.browser.executeCdpCommand(
        "Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
    dashboard.logIn(user);
    return dashboard;
  }

  /** The same browser at another address. */
  public Dashboard at(String otherBase) {
    return new Dashboard(browser, otherBase);
  }

  /** Goes to no page at all. */
  public void leave() {
    browser.get("about:blank");
  }

  /** Becomes somebody else; the next page that is opened is that user's. */
  public void logIn(String user) {
    become(user);
    leave();
  }

  /** Becomes somebody else for the server, while the page is still that of the user before. */
  public void become(String user) {
    String credentials =
        Base64.getEncoder()
            .encodeToString((user + ":" + user + "-secret").getBytes(StandardCharsets.UTF_8));
    browser.executeCdpCommand("Network.enable", Map.of());
    // Such as that of a single sign-on, which would count more than what the header says.
    browser.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    browser.executeCdpCommand(
        "Network.setExtraHTTPHeaders",
        Map.of(
            "headers",
            user.isEmpty() ? Map.of() : Map.of("Authorization", "Basic " + credentials)));
  }

  /**
   * Goes to an address.
   *
   * @param hash such as {@code #/queues}
   */
  public Dashboard go(String hash) {
    if (Objects.requireNonNull(browser.getCurrentUrl()).startsWith(base)) {
      browser.executeScript("location.hash = arguments[0]", hash);
    } else {
      browser.get(base + hash);
    }
    Await.until(
        hash + " is shown",
        PATIENCE,
        () ->
            Boolean.TRUE.equals(
                browser.executeScript(
                    "const main = document.querySelector('main');"
                        + "return !!main && !main.querySelector('[data-test=loading]')"
                        + " && !!main.querySelector('h1')")));
    return this;
  }

  /** Where it is, behind the base. */
  public String address() {
    return Objects.requireNonNull(browser.getCurrentUrl()).substring(base.length());
  }

  /** Loads the page anew. */
  public void reload() {
    browser.navigate().refresh();
  }

  /** Loads the page anew until something is seen that servers tell seconds later. */
  public Dashboard reloadUntil(String test) {
    Await.until(
        test + " is told at " + browser.getCurrentUrl(),
        PATIENCE,
        () -> {
          reload();
          see(By.cssSelector("main h1"));
          return has(test);
        });
    return this;
  }

  /** Presses the browser's back button. */
  public void back() {
    browser.navigate().back();
  }

  /** Waits for what has a mark, and to be seen. */
  public WebElement see(String test) {
    return see(By.cssSelector("[data-test='" + test + "']"));
  }

  /** Waits for something to be seen. */
  public WebElement see(By what) {
    WebElement[] found = new WebElement[1];
    Await.until(
        what + " is shown at " + browser.getCurrentUrl(),
        PATIENCE,
        () -> {
          List<WebElement> shown =
              browser.findElements(what).stream().filter(Dashboard::isShown).toList();
          if (!shown.isEmpty()) {
            found[0] = shown.get(0);
          }
          return found[0] != null;
        });
    return found[0];
  }

  private static boolean isShown(WebElement element) {
    try {
      return element.isDisplayed();
    } catch (StaleElementReferenceException drawnAnew) {
      return false;
    }
  }

  /** Waits until nothing with a mark is seen. */
  public void miss(String test) {
    Await.until(test + " is gone", PATIENCE, () -> !has(test));
  }

  /** Waits until nothing of that kind is seen. */
  public void missAll(By what) {
    Await.until(what + " is gone at " + browser.getCurrentUrl(), PATIENCE, () -> !has(what));
  }

  /** Whether something with a mark is seen now. */
  public boolean has(String test) {
    return has(By.cssSelector("[data-test='" + test + "']"));
  }

  /** Whether something is seen now. */
  public boolean has(By what) {
    return browser.findElements(what).stream().anyMatch(Dashboard::isShown);
  }

  /** How many there are now, seen or not. */
  public int count(By what) {
    return browser.findElements(what).size();
  }

  /** Waits for a text. */
  public void read(String test, String text) {
    Await.until(
        test + " says " + text,
        PATIENCE,
        () -> has(test) && Objects.requireNonNull(see(test).getText()).contains(text));
  }

  /** Clicks what has a mark, as soon as it can be clicked. */
  public Dashboard click(String test) {
    return click(By.cssSelector("[data-test='" + test + "']"));
  }

  /** Clicks what has a mark in the row of something. */
  public Dashboard clickInRow(String id, String test) {
    return click(By.cssSelector("[data-id='" + id + "'] [data-test='" + test + "']"));
  }

  /** Clicks something, as soon as it can be clicked. */
  public Dashboard click(By what) {
    Await.until(
        what + " can be clicked at " + browser.getCurrentUrl(),
        PATIENCE,
        () -> {
          try {
            WebElement element = see(what);
            if (!element.isEnabled()) {
              return false;
            }
            element.click();
            return true;
          } catch (StaleElementReferenceException drawnAnew) {
            return false;
          }
        });
    return this;
  }

  /** Clicks what is asked for once more. */
  public void confirm() {
    click("confirm-ok");
    miss("confirm-ok");
  }

  /** Writes into a field, instead of what is there. */
  public Dashboard write(String test, String text) {
    WebElement field = see(test);
    field.clear();
    field.sendKeys(text);
    return this;
  }

  /** Chooses from a list. */
  public Dashboard choose(String test, String value) {
    new Select(see(test)).selectByValue(value);
    return this;
  }

  /** Allows pages to write to the clipboard, as they may when a person clicks. */
  public void allowClipboard() {
    browser.executeCdpCommand(
        "Browser.grantPermissions",
        Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
  }

  /** What was copied last. */
  public String clipboard() {
    return String.valueOf(browser.executeScript("return navigator.clipboard.readText()"));
  }

  /** Presses keys, wherever the focus is. */
  public void press(CharSequence... keys) {
    new Actions(browser).sendKeys(keys).perform();
  }

  /** Presses a key with another. */
  public void chord(Keys held, String key) {
    new Actions(browser).keyDown(held).sendKeys(key).keyUp(held).perform();
  }

  /** Evaluates a script in the page. */
  public Object run(String script, Object... arguments) {
    return browser.executeScript(script, arguments);
  }

  /** Light or dark. */
  public void theme(String theme) {
    browser.executeScript(
        "localStorage.setItem('kronosq.theme', arguments[0]);"
            + "document.documentElement.dataset.theme = arguments[0]",
        theme);
  }

  /** Gives the page another size. */
  public void resize(Dimension size) {
    Chromium.resize(browser, size);
  }

  /**
   * Whether nothing reaches beyond the page's width; charts are drawn some frames after a resize.
   */
  public boolean fits() {
    return Boolean.TRUE.equals(
        browser.executeAsyncScript(
            "const done = arguments[0], page = document.documentElement; let frames = 60;"
                + "const look = () => page.scrollWidth <= page.clientWidth ? done(true)"
                + " : frames-- > 0 ? requestAnimationFrame(look) : done(false);"
                + "look()"));
  }

  /** What was refused by the Content Security Policy; empty when all is well. */
  public String violations() {
    return String.valueOf(browser.executeScript("return (window.violations ?? []).join('; ')"));
  }

  /** What scripts have complained of since this was asked before; but not what servers refused. */
  public List<String> complaints() {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> Objects.requireNonNull(entry.getMessage()))
        .filter(message -> !message.contains("Failed to load resource"))
        .filter(message -> !message.contains("console-api"))
        .toList();
  }

  /** What axe finds wrong with the page as it is; empty when all is well. */
  public String accessibilityProblems() {
    browser.executeCdpCommand("Runtime.evaluate", Map.of("expression", AXE));
    return String.valueOf(
        browser.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
                + " 'wcag22aa', 'best-practice']}).then("
                + "found => done(found.violations.map(each => each.id + ' '"
                + " + each.nodes.map(node => node.target + ' ' + node.failureSummary)).join('\\n')),"
                + "problem => done('axe: ' + problem))"));
  }

  private static String axe() {
    try (InputStream script =
        Objects.requireNonNull(
            Dashboard.class.getResourceAsStream("/axe.min.js"), "axe is not on the class path")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A picture of what is seen, as PNG. */
  public byte[] picture() {
    return browser.getScreenshotAs(org.openqa.selenium.OutputType.BYTES);
  }

  @Override
  public void close() {
    browser.quit();
  }
}
