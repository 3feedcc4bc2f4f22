-- MySQL 5.7 or newer, MariaDB 10.3 or newer
CREATE TABLE kronosq_outbox (
  seq BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  task_id VARCHAR(255) NOT NULL,
  task_queue VARCHAR(128) NOT NULL,
  task_type VARCHAR(255) NOT NULL,
  task_data LONGBLOB NOT NULL,
  created_at BIGINT NOT NULL,
  error_text VARCHAR(1000)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE kronosq_outbox_relay (
  id INT NOT NULL PRIMARY KEY,
  outbox VARCHAR(26) NOT NULL,
  server VARCHAR(255),
  taken_at BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
