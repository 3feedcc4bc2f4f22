package io.kronosq.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.time.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests on the calling thread. That is why it is HttpURLConnection: on Java 17 a
 * java.net.http.HttpClient can't be closed, and its selector thread would keep the class loader of
 * an application that was undeployed.
 */
final class HttpSender {
  private static final Logger LOG = LoggerFactory.getLogger(HttpSender.class);
  private static final int MAX_ANSWER = 8 * 1024;
  private static final String TOO_LATE = "no answer in time";

  private final TimeSource time;
  private final Executor threads;
  private final Timer timer;
  private volatile @Nullable HttpURLConnection underWay;

  HttpSender(TimeSource time, Executor threads, Timer timer) {
    this.time = time;
    this.threads = threads;
    this.timer = timer;
  }

  /**
   * Sends a request. Redirects are not followed, so that its body goes nowhere else.
   *
   * @param atMost for all of it
   */
  Reply send(HttpPost post, Duration atMost) {
    HttpURLConnection connection = null;
    long end = time.nanos() + atMost.toNanos();
    try {
      connection = (HttpURLConnection) post.uri().toURL().openConnection();
      underWay = connection;
      watch(connection, atMost);
      return exchange(connection, post, atMost);
    } catch (IOException | IllegalArgumentException e) {
      return new Reply.Unreachable(time.nanos() - end >= 0 ? TOO_LATE : why(e));
    } finally {
      underWay = null;
      if (connection != null) {
        connection.disconnect();
      }
    }
  }

  /** The timeouts of a connection hold for each read only, and a slow answer has many. */
  private void watch(HttpURLConnection connection, Duration atMost) {
    try {
      timer.schedule(
          atMost,
          () -> {
            if (connection.equals(underWay)) {
              breakOff(connection);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("Nothing watches this request but its own timeouts", e);
    }
  }

  /** Closing a connection may take a moment, for which timers have no time. */
  private void breakOff(HttpURLConnection connection) {
    try {
      threads.execute(connection::disconnect);
    } catch (RejectedExecutionException e) {
      LOG.debug("Nothing watches this request but its own timeouts", e);
    }
  }

  /** Breaks off what is under way. */
  void abort() {
    HttpURLConnection connection = underWay;
    if (connection != null) {
      connection.disconnect();
    }
  }

  private Reply exchange(HttpURLConnection connection, HttpPost post, Duration atMost)
      throws IOException {
    int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, atMost.toMillis()));
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json; charset=utf-8");
    connection.setRequestProperty("User-Agent", "Kronosq");
    post.headers().forEach(connection::setRequestProperty);
    // Also keeps the connection from sending it a second time by itself.
    connection.setFixedLengthStreamingMode(post.body().length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(post.body());
    }
    int status;
    try {
      status = connection.getResponseCode();
    } catch (HttpRetryException e) {
      return new Reply.Answered(e.responseCode(), OptionalLong.empty(), "");
    }
    if (status < 100) {
      return new Reply.Unreachable("the answer is not HTTP");
    }
    String excerpt = excerpt(connection, status);
    return new Reply.Answered(
        status,
        RetryAfter.millis(connection.getHeaderField("Retry-After"), excerpt, time.now()),
        excerpt);
  }

  private static String excerpt(HttpURLConnection connection, int status) {
    try (InputStream in =
        status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      if (in == null) {
        return "";
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(in.readNBytes(MAX_ANSWER));
      return out.toString(UTF_8);
    } catch (IOException e) {
      // The status has been told; what was to follow decides nothing.
      return "";
    }
  }

  private static String why(Exception e) {
    if (e instanceof SocketTimeoutException) {
      return TOO_LATE;
    }
    if (e instanceof UnknownHostException) {
      return "the host is unknown";
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return "the connection was refused";
    }
    if (e instanceof SSLException) {
      return "no trusted TLS connection (" + e.getClass().getSimpleName() + ")";
    }
    return "the connection broke (" + e.getClass().getSimpleName() + ")";
  }
}
