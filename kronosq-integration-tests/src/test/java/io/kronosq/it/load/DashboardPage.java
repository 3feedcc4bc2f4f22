package io.kronosq.it.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A page of the dashboard.
 *
 * @param name what it is called in the report
 * @param hash its address
 * @param sign a CSS selector of what is there as soon as its data are
 */
record DashboardPage(String name, String hash, String sign) {
  /**
   * All of them.
   *
   * @param task the id of a task of {@link Backlog#QUEUE}
   */
  static List<DashboardPage> all(String task) {
    String queue = "#/queues/" + Backlog.QUEUE;
    List<DashboardPage> pages = new ArrayList<>();
    pages.add(
        new DashboardPage("overview", "#/", "kq-overview-page [data-test=busiest] [data-row]"));
    pages.add(new DashboardPage("queues", "#/queues", "kq-queues-page [data-row]"));
    pages.add(
        new DashboardPage(
            "queues by backlog",
            "#/queues?sort=pending&order=desc",
            "kq-queues-page [data-id=" + Backlog.QUEUE + "]"));
    for (String state :
        List.of("PENDING", "ACTIVE", "SCHEDULED", "RETRY", "ARCHIVED", "COMPLETED")) {
      pages.add(
          new DashboardPage(
              "queue, " + state.toLowerCase(Locale.ROOT),
              queue + "?state=" + state,
              "kq-queue-page [data-test=task]"));
    }
    pages.add(
        new DashboardPage(
            "queue, filtered",
            queue + "?state=PENDING&type=" + Backlog.RARE_TYPE,
            "kq-queue-page [data-test=task]"));
    pages.add(
        new DashboardPage(
            "queue, history", queue + "?view=history", "kq-queue-history kq-time-chart svg"));
    pages.add(
        new DashboardPage("task", queue + "/tasks/" + task, "kq-task-page [data-test=task-id]"));
    pages.add(new DashboardPage("servers", "#/servers", "kq-servers-page [data-row]"));
    pages.add(
        new DashboardPage(
            "servers, running",
            "#/servers?view=running",
            "kq-servers-page [data-test=running-tasks] [data-row]"));
    pages.add(
        new DashboardPage(
            "server",
            "#/servers/" + ManyServers.id(7),
            "kq-server-page [data-test=server-limits]"));
    pages.add(new DashboardPage("schedules", "#/schedules", "kq-schedules-page [data-row]"));
    pages.add(
        new DashboardPage(
            "schedule", "#/schedules/report-007", "kq-schedule-page [data-test=schedule-next]"));
    pages.add(new DashboardPage("events", "#/events", "kq-events-page .events-live"));
    pages.add(new DashboardPage("jobs", "#/jobs", "kq-jobs-page [data-test=job]"));
    pages.add(new DashboardPage("audit", "#/audit", "kq-audit-page [data-test=audit]"));
    pages.add(new DashboardPage("redis", "#/redis", "kq-redis-page [data-test=redis-version]"));
    return pages;
  }
}
