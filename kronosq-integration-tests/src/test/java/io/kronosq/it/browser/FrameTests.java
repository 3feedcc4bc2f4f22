package io.kronosq.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.testing.Await;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** What all pages have in common: keys, palette, settings, and where it stands. */
public interface FrameTests extends SiteTests {
  @Test
  default void theKeyboardReachesPagesRowsAndHelp() {
    enqueue("report", "one", LATER);
    dashboard().go("#/");
    dashboard().press("g", "q");
    dashboard().see("queues");
    dashboard().press("g", "s");
    dashboard().see("servers");
    dashboard().chord(Keys.CONTROL, "k");
    dashboard().see("palette-input").sendKeys(queue());
    dashboard().see(By.xpath("//*[@role='option'][contains(., '" + queue() + "')]"));
    dashboard().press(Keys.ENTER);
    Await.until("the queue is there", () -> dashboard().address().contains("/queues/" + queue()));
    dashboard().see(By.cssSelector("[data-id='one']"));
    dashboard().press("j", "x");
    dashboard().see("chosen");
    dashboard().press("o");
    dashboard().read("task-id", "one");
    dashboard().press("?");
    dashboard().see(By.cssSelector(".kq-keys"));
    dashboard().press(Keys.ESCAPE);
    dashboard().missAll(By.cssSelector(".kq-keys"));
  }

  @Test
  default void thePaletteOpensWithAClickAndFindsATaskById() {
    enqueue("report", queue() + "-sought", LATER);
    dashboard().go("#/redis").click("palette-open");
    dashboard().see("palette-input").sendKeys(queue() + "-sought");
    dashboard().click(By.xpath("//*[@role='option'][contains(., '-sought')]"));
    dashboard().read("task-id", queue() + "-sought");
  }

  @Test
  default void whoGoesOnBeforeAPageIsThereSeesTheLatestOne() {
    dashboard().go("#/");
    dashboard().reload();
    dashboard().see("verdict");
    dashboard().run("location.hash = '#/schedules'; location.hash = '#/redis'");
    dashboard().see("redis-version");
  }

  @Test
  default void themeZoneAndLanguageAreChosenAndKept() {
    dashboard().go("#/").click("settings-open");
    for (String theme : new String[] {"dark", "light"}) {
      dashboard().click("settings-theme-" + theme);
      assertThat(dashboard().run("return document.documentElement.dataset.theme")).isEqualTo(theme);
    }
    for (String[] language :
        new String[][] {{"de", "Übersicht"}, {"es", "Resumen"}, {"zh", "概览"}, {"ja", "概要"}}) {
      dashboard().click("settings-language-" + language[0]);
      dashboard().read("nav-overview", language[1]);
      assertThat(dashboard().run("return document.documentElement.lang")).isEqualTo(language[0]);
      dashboard().resize(Site.PHONE);
      assertThat(dashboard().fits()).as(language[0] + " fits a phone").isTrue();
      dashboard().resize(Site.WIDE);
    }
    dashboard().click("settings-zone-utc").reload();
    dashboard().read("nav-overview", "概要");
    dashboard().click("settings-open");
    assertThat(dashboard().see("settings-zone-utc").isSelected()).isTrue();
    dashboard().click("settings-language-en").read("nav-overview", "Overview");
    dashboard().click("settings-zone-local");
    dashboard().press(Keys.ESCAPE);
    dashboard().missAll(By.cssSelector("[data-test='settings-zone-utc']"));
    dashboard().press("u", "t");
    assertThat(dashboard().run("return localStorage.getItem('kronosq.zone')")).isEqualTo("utc");
    assertThat(dashboard().run("return document.documentElement.dataset.theme")).isEqualTo("dark");
    dashboard().press("u", "t");
  }

  @Test
  default void itWorksBelowThePrefixOfAReverseProxy() throws Exception {
    enqueue("report", "one", LATER);
    try (PrefixProxy proxy = new PrefixProxy("/ops/tasks/", site().base())) {
      Dashboard behind = dashboard().at(proxy.address());
      behind.go("#/queues").clickInRow(queue(), "queue-pause");
      Await.until("it is paused", () -> inspector().queue(queue()).paused());
      assertThat(behind.violations()).isEmpty();
      behind.leave();
    }
  }

  @Test
  default void itTellsThatRedisIsAwayAndComesBack() {
    dashboard().go("#/redis").see("redis-version");
    site().stopRedis();
    dashboard().see("away");
    dashboard().see("stale");
    site().startRedis();
    dashboard().miss("away");
    dashboard().miss("stale");
    dashboard().see("redis-version");
  }
}
