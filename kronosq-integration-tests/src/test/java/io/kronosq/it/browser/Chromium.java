package io.kronosq.it.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, without a window. */
public final class Chromium {
  /** What is to be done where it is missing. */
  public static final String INSTALL =
      "no Chromium: apt-get install chromium chromium-driver fonts-noto-cjk";

  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private static final int NARROW = 600;

  private Chromium() {}

  /** Whether it is installed, with its driver. */
  public static boolean isInstalled() {
    return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
  }

  /**
   * Starts it with a profile of its own, in English and UTC.
   *
   * @param size of the page, in CSS pixels
   */
  public static ChromeDriver start(Dimension size) {
    ChromeDriverService driver =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .withEnvironment(Map.of("TZ", "UTC"))
            .withLogFile(new File("target/chromedriver.log"))
            .build();
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options =
        new ChromeOptions()
            .setBinary(BROWSER.toFile())
            .addArguments(
                List.of(
                    "--headless=new",
                    // Its sandbox refuses root, as whom containers of continuous integration run.
                    "--no-sandbox",
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--no-first-run",
                    "--lang=en",
                    "--hide-scrollbars"));
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriver started = new ChromeDriver(driver, options);
    resize(started, size);
    return started;
  }

  /**
   * Gives the page a size, however small; windows have a least width. A narrow one is a phone's,
   * whose scroll bars take no room.
   */
  public static void resize(ChromeDriver browser, Dimension size) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            size.width,
            "height",
            size.height,
            "deviceScaleFactor",
            1,
            "mobile",
            size.width < NARROW));
  }
}
