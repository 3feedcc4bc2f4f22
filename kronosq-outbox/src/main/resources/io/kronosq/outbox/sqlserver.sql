-- SQL Server 2012 or newer, best with READ_COMMITTED_SNAPSHOT ON
CREATE TABLE kronosq_outbox (
  seq BIGINT IDENTITY (1, 1) NOT NULL PRIMARY KEY,
  task_id NVARCHAR(255) NOT NULL,
  task_queue NVARCHAR(128) NOT NULL,
  task_type NVARCHAR(255) NOT NULL,
  task_data VARBINARY(MAX) NOT NULL,
  created_at BIGINT NOT NULL,
  error_text NVARCHAR(1000)
);

CREATE TABLE kronosq_outbox_relay (
  id INT NOT NULL PRIMARY KEY,
  outbox NVARCHAR(26) NOT NULL,
  server NVARCHAR(255),
  taken_at BIGINT NOT NULL
);
