package io.kronosq.cdi.config;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisConfig.Credentials;
import io.kronosq.store.ArchiveLimits;
import io.kronosq.store.Confirmation;
import io.kronosq.worker.AutoScale;
import io.kronosq.worker.ServerSettings.FailureSettings;
import io.kronosq.worker.ServerSettings.TimeLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The configuration as read.
 *
 * @param enabled whether anything is started
 * @param redis where Redis is
 * @param client how tasks are enqueued
 * @param payloads how payloads are stored
 * @param workers how tasks are processed
 * @param health when the application counts as ready and alive
 * @param metrics what is measured
 * @param traces how traces follow tasks
 * @param admin who may do what with the admin resources
 */
public record KronosConfig(
    boolean enabled,
    Redis redis,
    Client client,
    PayloadConfig payloads,
    Workers workers,
    HealthConfig health,
    MetricsConfig metrics,
    TracesConfig traces,
    AdminConfig admin) {
  /**
   * Who the application is for Redis or its sentinels.
   *
   * @param username the user; null when not configured
   * @param password the password; null when not configured
   */
  public record Login(@Nullable String username, @Nullable String password) {
    @Override
    public String toString() {
      return "Login[username=" + username + "]";
    }
  }

  /**
   * The sentinels, where there are any.
   *
   * @param login who the application is for them
   * @param tls whether connections to them are encrypted; null for as the address says
   */
  public record Sentinels(Login login, @Nullable Boolean tls) {
    private boolean isConfigured() {
      return login.username() != null || login.password() != null || tls != null;
    }

    private RedisConfig.Sentinel applyTo(RedisConfig.Sentinel address, RedisConfig.Tls trust) {
      RedisConfig.Sentinel redis = address;
      if (login.password() != null) {
        redis = redis.withSentinelCredentials(login.username(), login.password());
      }
      boolean encrypted = tls == null ? address.sentinels().tls() != null : tls;
      return redis.withSentinelTls(encrypted ? trust : null);
    }
  }

  /**
   * Where Redis is.
   *
   * @param uri the address
   * @param login overrides user and password of the address
   * @param sentinels what the address does not tell of sentinels
   * @param trustedCertificates PEM file for TLS; null for what the Java platform trusts
   * @param prefix starts every key
   * @param commandTimeout how long a command may take
   */
  public record Redis(
      String uri,
      Login login,
      Sentinels sentinels,
      @Nullable Path trustedCertificates,
      String prefix,
      Duration commandTimeout) {
    /**
     * Applies these settings to the Redis of the address.
     *
     * @param address as the address says
     * @param overridable whether user and password may be overridden; not those of a Redis that the
     *     application starts itself
     */
    public RedisConfig applyTo(RedisConfig address, boolean overridable) {
      RedisConfig redis = address.withPrefix(prefix).withCommandTimeout(commandTimeout);
      RedisConfig.Tls trust = new RedisConfig.Tls(trustedCertificates);
      if (redis.tls() != null) {
        redis = redis.withTls(trust);
      }
      if (redis instanceof RedisConfig.Sentinel watched) {
        redis = sentinels.applyTo(watched, trust);
      }
      Credentials given = address.credentials();
      String user =
          login.username() != null ? login.username() : given == null ? null : given.user();
      String secret =
          login.password() != null ? login.password() : given == null ? null : given.password();
      return secret == null || !overridable ? redis : redis.withCredentials(user, secret);
    }

    /** Whether the address names a Redis that runs already, rather than one to be started. */
    public boolean isRemote() {
      return RedisConfig.isAddress(uri);
    }

    private void check(Mistakes mistakes) {
      if (login.username() != null
          && login.password() == null
          && isRemote()
          && RedisConfig.parse(uri).credentials() == null) {
        mistakes.add(
            MistakeCode.USER_WITHOUT_PASSWORD,
            withoutPassword(ConfigKeys.REDIS_USERNAME, login, ConfigKeys.REDIS_PASSWORD));
      }
      Login watched = sentinels.login();
      if (watched.username() != null && watched.password() == null) {
        mistakes.add(
            MistakeCode.USER_WITHOUT_PASSWORD,
            withoutPassword(
                ConfigKeys.REDIS_SENTINEL_USERNAME, watched, ConfigKeys.REDIS_SENTINEL_PASSWORD));
      }
      if (sentinels.isConfigured() && !uri.contains("-sentinel:")) {
        mistakes.add(
            MistakeCode.SENTINEL_SETTINGS_UNUSED,
            "kronosq.redis.sentinel.* is set, but "
                + ConfigKeys.REDIS_URI.name()
                + " names no sentinels: use redis-sentinel://host:port,…?master=name");
      }
      if (trustedCertificates != null
          && !uri.startsWith("rediss")
          && !Boolean.TRUE.equals(sentinels.tls())) {
        mistakes.add(
            MistakeCode.CERTIFICATES_UNUSED,
            ConfigKeys.REDIS_TRUSTED_CERTIFICATES.name()
                + " is set, but the connection is not encrypted: use rediss:// in "
                + ConfigKeys.REDIS_URI.name());
      }
    }

    private static String withoutPassword(
        ConfigKey<String> username, Login login, ConfigKey<String> password) {
      return username.name() + "=" + login.username() + " has no password: set " + password.name();
    }

    /** Shows neither address nor password. */
    @Override
    public String toString() {
      return "Redis[prefix=" + prefix + ", commandTimeout=" + commandTimeout + "]";
    }
  }

  /**
   * How tasks are enqueued.
   *
   * @param timeout how long an enqueue may take
   * @param confirmation what an enqueue waits for, and how long
   * @param maxPayloadBytes largest payload
   * @param partitions how many partitions queues have at least
   * @param transactional whether what is enqueued in a transaction takes effect with it
   * @param outbox where the tasks of transactions wait; null for in memory
   * @param propagatesIdentity whether the caller's name goes with tasks
   */
  public record Client(
      Duration timeout,
      Confirmation confirmation,
      int maxPayloadBytes,
      Map<String, Integer> partitions,
      boolean transactional,
      @Nullable OutboxConfig outbox,
      boolean propagatesIdentity) {}

  /**
   * What runs handlers.
   *
   * @param executor JNDI name of a managed executor; null when not configured
   * @param kind which threads, where no executor is configured
   */
  public record Threads(@Nullable String executor, ThreadKind kind) {}

  /**
   * How tasks are processed.
   *
   * @param queues names and weights; empty when not configured
   * @param strict whether greater weights go first
   * @param concurrency handlers at a time; null when not configured
   * @param autoScale how that is adapted to the load; null when not configured
   * @param limits times
   * @param failures what happens to tasks that fail
   * @param eventBuffer events that wait at most
   * @param shutdownDelay between the end of readiness and the last claim
   * @param threads what runs handlers
   * @param name what the server is called; null when not configured
   */
  public record Workers(
      Map<String, Integer> queues,
      boolean strict,
      @Nullable Integer concurrency,
      @Nullable AutoScale autoScale,
      TimeLimits limits,
      FailureSettings failures,
      int eventBuffer,
      Duration shutdownDelay,
      Threads threads,
      @Nullable String name) {
    /**
     * Handlers that run at a time, at most.
     *
     * @param served the queues that are served
     */
    public int slots(Map<String, Integer> served) {
      if (autoScale != null) {
        return autoScale.max();
      }
      if (concurrency != null) {
        return concurrency;
      }
      int sum = served.values().stream().mapToInt(Integer::intValue).sum();
      return Math.min(
          ConfigKeys.MAX_CONCURRENCY, Math.max(ConfigKeys.MIN_DEFAULT_CONCURRENCY, sum));
    }
  }

  /**
   * Reads the configuration.
   *
   * @param config where from
   * @param mistakes told of each wrong value; its default is taken instead
   */
  public static KronosConfig read(Config config, Mistakes mistakes) {
    ConfigReader reader = new ConfigReader(config, mistakes);
    Client client =
        new Client(
            reader.required(ConfigKeys.ENQUEUE_TIMEOUT),
            new Confirmation(
                reader.required(ConfigKeys.ENQUEUE_DURABILITY),
                reader.required(ConfigKeys.ENQUEUE_CONFIRMED_WITHIN)),
            reader.required(ConfigKeys.PAYLOAD_MAX_BYTES),
            Objects.requireNonNullElse(reader.optional(ConfigKeys.PARTITIONS), Map.of()),
            reader.required(ConfigKeys.ENQUEUE_TRANSACTIONAL),
            OutboxConfig.read(reader, mistakes),
            reader.required(ConfigKeys.PROPAGATE_IDENTITY));
    KronosConfig read =
        new KronosConfig(
            reader.required(ConfigKeys.ENABLED),
            redis(reader),
            client,
            PayloadConfig.read(config, reader, client.maxPayloadBytes(), mistakes),
            workers(reader, mistakes),
            HealthConfig.read(reader),
            MetricsConfig.read(reader),
            TracesConfig.read(reader),
            AdminConfig.read(reader));
    read.redis().check(mistakes);
    return read;
  }

  private static Redis redis(ConfigReader reader) {
    return new Redis(
        reader.required(ConfigKeys.REDIS_URI),
        new Login(
            reader.optional(ConfigKeys.REDIS_USERNAME), reader.optional(ConfigKeys.REDIS_PASSWORD)),
        new Sentinels(
            new Login(
                reader.optional(ConfigKeys.REDIS_SENTINEL_USERNAME),
                reader.optional(ConfigKeys.REDIS_SENTINEL_PASSWORD)),
            reader.optional(ConfigKeys.REDIS_SENTINEL_TLS)),
        reader.optional(ConfigKeys.REDIS_TRUSTED_CERTIFICATES),
        reader.required(ConfigKeys.REDIS_PREFIX),
        reader.required(ConfigKeys.REDIS_COMMAND_TIMEOUT));
  }

  private static Workers workers(ConfigReader reader, Mistakes mistakes) {
    Map<String, Integer> queues = reader.optional(ConfigKeys.QUEUES);
    return new Workers(
        queues == null ? Map.of() : queues,
        reader.required(ConfigKeys.QUEUES_STRICT),
        reader.optional(ConfigKeys.CONCURRENCY),
        AutoScaleConfig.read(reader, mistakes),
        new TimeLimits(
            reader.required(ConfigKeys.LEASE),
            reader.required(ConfigKeys.GRACE_PERIOD),
            reader.required(ConfigKeys.STUCK_AFTER)),
        new FailureSettings(
            reader.required(ConfigKeys.MAX_CRASHES),
            reader.required(ConfigKeys.HISTORY_LIMIT),
            new ArchiveLimits(
                reader.required(ConfigKeys.ARCHIVE_MAX_COUNT),
                reader.required(ConfigKeys.ARCHIVE_MAX_AGE)),
            reader.required(ConfigKeys.UNKNOWN_TYPE_DELAY)),
        reader.required(ConfigKeys.EVENTS_BUFFER),
        reader.required(ConfigKeys.SHUTDOWN_DELAY),
        new Threads(reader.optional(ConfigKeys.EXECUTOR), reader.required(ConfigKeys.THREADS)),
        reader.optional(ConfigKeys.NAME));
  }
}
