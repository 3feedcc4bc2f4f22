// Measures BullMQ with the scenarios of the Kronosq benchmark. One JSON line per scenario on stdout,
// everything else on stderr. See README.md.
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const QUEUE = 'bench';
const PAYLOAD_BYTES = 100;
const REPORT_MS = 10;
const CHILD = 'bench-child';

// The settings that were fastest on a 2-core machine (README.md); each can be overridden by a flag.
const BEST = {
  w1: { count: 10_000, autopipeline: false },
  w2: { count: 100_000, processes: 1, batch: 1, inflight: 100, autopipeline: false },
  w3: { count: 100_000, processes: 1, concurrency: 100, autopipeline: false },
  w4: {
    seconds: 30, processes: 1, producers: 0, concurrency: 150, batch: 500, backlog: 2000, autopipeline: false,
  },
  w5: { count: 500, interval: 20, concurrency: 1, autopipeline: false },
  delayed: { count: 500, concurrency: 1, autopipeline: false },
  w6: { count: 100_000 },
};

const each = (values, make) => values.flatMap(make);
const SWEEP = {
  w2: () => each([1, 2], processes => [
    ...each([100, 500, 1000], batch => each([1, 2], inflight => ({ processes, batch, inflight, autopipeline: false }))),
    ...each([100, 1000], inflight => each([false, true], autopipeline => (
      { processes, batch: 1, inflight, autopipeline }))),
  ]),
  w3: () => each([1, 2], processes => each([50, 100, 200, 500], concurrency =>
    each([false, true], autopipeline => ({ processes, concurrency, autopipeline })))),
  w4: () => each([1, 2], processes => each([0, 1], producers => each([100, 500], batch =>
    each([false, true], autopipeline => ({ processes, producers, batch, autopipeline }))))),
};

/** Wall-clock milliseconds with sub-millisecond digits, comparable between processes of one machine. */
const now = () => performance.timeOrigin + performance.now();
const round = (x, digits = 2) => Number(x.toFixed(digits));
const log = (...words) => console.error(...words);

/** A job's data whose JSON is PAYLOAD_BYTES long, with an index when one is given. */
function payload(index) {
  const data = index === undefined ? { p: '' } : { i: index, p: '' };
  data.p = 'x'.repeat(PAYLOAD_BYTES - JSON.stringify(data).length);
  return data;
}

function percentile(sorted, p) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * p) - 1)];
}

function latencies(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { p50: round(percentile(sorted, 0.5)), p99: round(percentile(sorted, 0.99)), max: round(sorted.at(-1)) };
}

function openQueue(connection) {
  const queue = new Queue(QUEUE, { connection });
  queue.on('error', e => log(`queue: ${e.message}`));
  return queue;
}

/** A worker that keeps nothing of a finished job; not yet running. */
function openWorker(connection, concurrency, handler) {
  const worker = new Worker(QUEUE, handler, {
    connection, concurrency, autorun: false, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 },
  });
  worker.on('error', e => log(`worker: ${e.message}`));
  return worker;
}

/** Adds `size` jobs: one by add(), more by addBulk(). */
function addJobs(queue, size, data) {
  return size === 1
    ? queue.add('noop', data)
    : queue.addBulk(Array.from({ length: size }, () => ({ name: 'noop', data })));
}

/** Adds `count` jobs in calls of `batch`, `inflight` calls at a time. */
async function fill(queue, { count, batch, inflight }) {
  const data = payload();
  let left = count;
  await Promise.all(Array.from({ length: inflight }, async () => {
    while (left > 0) {
      const size = Math.min(batch, left);
      left -= size;
      await addJobs(queue, size, data);
    }
  }));
}

// ------------------------------------------------------------------------------------------- child process

/** Adds batches while fewer than `backlog` jobs wait, until stopped; records how empty and how full the queue got. */
async function produce(queue, { batch, backlog }, state) {
  const data = payload();
  while (!state.stopped) {
    const waiting = await queue.getWaitingCount();
    state.backlogMin = Math.min(state.backlogMin, waiting);
    state.backlogMax = Math.max(state.backlogMax, waiting);
    if (waiting < backlog) {
      await addJobs(queue, batch, data);
    } else {
      await sleep(2);
    }
  }
}

/** Works as the parent says: init (open connections), go (start), reset (forget the backlog figures), stop. */
function childMain() {
  let job, queue, worker, producing;
  let completed = 0, reported = 0, lastAt = 0;
  const freshBacklog = () => ({ backlogMin: Infinity, backlogMax: 0 });
  const state = { stopped: false, ...freshBacklog() };
  const giveUp = e => {
    log(`child: ${e.stack}`);
    process.exit(1);
  };
  const actions = {
    async init(spec) {
      job = spec;
      if (job.fill || job.produce) {
        queue = openQueue(job.connection);
        await queue.waitUntilReady();
      }
      if (job.concurrency) {
        worker = openWorker(job.connection, job.concurrency, async () => {});
        worker.on('completed', () => { completed++; lastAt = now(); });
        worker.on('failed', (_, e) => giveUp(e));
        await worker.waitUntilReady();
      }
      process.send({ type: 'ready' });
    },
    async go() {
      if (worker) {
        setInterval(() => {
          if (completed !== reported) {
            reported = completed;
            process.send({ type: 'progress', completed, lastAt });
          }
        }, REPORT_MS);
        worker.run().catch(giveUp);
      }
      if (job.produce) {
        producing = produce(queue, job.produce, state);
      }
      if (job.fill) {
        await fill(queue, job.fill);
        process.send({ type: 'done', at: now() });
      }
    },
    async reset() {
      Object.assign(state, freshBacklog());
    },
    async stop() {
      state.stopped = true;
      await producing;
      process.send({ type: 'stopped', backlogMin: state.backlogMin, backlogMax: state.backlogMax }, async () => {
        await worker?.close();
        await queue?.close();
        process.exit(0);
      });
    },
  };
  process.on('message', m => actions[m.type](m.spec));
  process.on('disconnect', () => process.exit(1));
}

// --------------------------------------------------------------------------------------------- parent process

const children = new Set();

class Child {
  completed = 0;
  lastAt = 0;
  #waiting = new Map();

  constructor(spec) {
    this.process = fork(fileURLToPath(import.meta.url), [CHILD], { stdio: ['ignore', 2, 2, 'ipc'] });
    children.add(this.process);
    this.process.on('message', m => {
      if (m.type === 'progress') {
        Object.assign(this, m);
      }
      this.#waiting.get(m.type)?.(m);
    });
    this.process.on('exit', code => {
      children.delete(this.process);
      if (code !== 0) {
        fail(`a child process ended with ${code}`);
      }
    });
    this.ready = this.next('ready');
    this.tell('init', spec);
  }

  next(type) {
    return new Promise(resolve => this.#waiting.set(type, resolve));
  }

  tell(type, spec) {
    this.process.send({ type, spec });
  }

  async stop() {
    const stopped = this.next('stopped');
    const exited = new Promise(resolve => this.process.once('exit', resolve));
    this.tell('stop');
    const report = await stopped;
    await exited;
    return report;
  }
}

function fail(message) {
  log(`bench: ${message}`);
  for (const child of children) {
    child.kill('SIGKILL');
  }
  process.exit(1);
}

async function startChildren(specs) {
  const started = specs.map(spec => new Child(spec));
  await Promise.all(started.map(child => child.ready));
  return started;
}

const totalCompleted = workers => workers.reduce((sum, w) => sum + w.completed, 0);

class Bench {
  constructor(admin, connection) {
    this.admin = admin;
    this.base = connection;
  }

  connection({ autopipeline }) {
    return { ...this.base, enableAutoPipelining: Boolean(autopipeline) };
  }

  async info(section, ...fields) {
    const text = await this.admin.info(section);
    return fields.map(f => Number(new RegExp(`^${f}:([\\d.]+)`, 'm').exec(text)[1]));
  }

  /** Redis CPU seconds so far. */
  async cpu() {
    const parts = await this.info('cpu',
      'used_cpu_user', 'used_cpu_sys', 'used_cpu_user_children', 'used_cpu_sys_children');
    return parts.reduce((a, b) => a + b);
  }

  /** Jobs in the queue in whatever state. */
  async remaining(queue) {
    return Object.values(await queue.getJobCounts()).reduce((a, b) => a + b);
  }

  async withQueue(setting, use) {
    const queue = openQueue(this.connection(setting));
    try {
      await queue.waitUntilReady();
      return await use(queue);
    } finally {
      await queue.close();
    }
  }

  async expectJobs(queue, expected) {
    const found = await this.remaining(queue);
    if (found !== expected) {
      fail(`${found} jobs in the queue, expected ${expected}`);
    }
  }

  /** W1: one awaited add() after the other. */
  w1(setting) {
    return this.withQueue(setting, async queue => {
      const data = payload();
      const warmUp = Math.min(1000, setting.count);
      for (let i = 0; i < warmUp; i++) {
        await queue.add('noop', data);
      }
      const cpu = await this.cpu();
      const start = now();
      for (let i = 0; i < setting.count; i++) {
        await queue.add('noop', data);
      }
      const seconds = (now() - start) / 1000;
      const used = await this.cpu() - cpu;
      await this.expectJobs(queue, warmUp + setting.count);
      return {
        value: round(setting.count / seconds, 0), unit: 'tasks/s',
        redisCpuMicrosPerTask: round(used / setting.count * 1e6),
      };
    });
  }

  /** W2: many adds, in batches or concurrently. */
  async w2(setting) {
    const { count, processes, batch, inflight } = setting;
    const share = p => Math.floor(count / processes) + (p < count % processes ? 1 : 0);
    const producers = await startChildren(Array.from({ length: processes }, (_, p) => (
      { connection: this.connection(setting), fill: { count: share(p), batch, inflight } })));
    const done = producers.map(p => p.next('done'));
    const cpu = await this.cpu();
    const start = now();
    producers.forEach(p => p.tell('go'));
    const ends = (await Promise.all(done)).map(d => d.at);
    const used = await this.cpu() - cpu;
    await Promise.all(producers.map(p => p.stop()));
    await this.withQueue(setting, queue => this.expectJobs(queue, count));
    return {
      value: round(count / (Math.max(...ends) - start) * 1000, 0), unit: 'tasks/s',
      redisCpuMicrosPerTask: round(used / count * 1e6),
    };
  }

  /** W3: all jobs are there, then the workers start. */
  w3(setting) {
    const { count, processes, concurrency } = setting;
    return this.withQueue(setting, async queue => {
      await fill(queue, { ...BEST.w2, count });
      const workers = await startChildren(Array.from({ length: processes }, () => (
        { connection: this.connection(setting), concurrency })));
      const cpu = await this.cpu();
      const start = now();
      workers.forEach(w => w.tell('go'));
      while (totalCompleted(workers) < count) {
        await sleep(REPORT_MS);
      }
      const used = await this.cpu() - cpu;
      const millis = Math.max(...workers.map(w => w.lastAt)) - start;
      await Promise.all(workers.map(w => w.stop()));
      if (totalCompleted(workers) !== count) {
        fail(`${totalCompleted(workers)} completions of ${count} jobs`);
      }
      await this.expectJobs(queue, 0);
      return {
        value: round(count / millis * 1000, 0), unit: 'tasks/s',
        redisCpuMicrosPerTask: round(used / count * 1e6),
      };
    });
  }

  /** W4: producing and consuming at the same time, backlog bounded. producers 0: the first worker process produces. */
  async w4(setting) {
    const { seconds, processes, producers, concurrency, batch, backlog } = setting;
    const connection = this.connection(setting);
    const specs = [
      ...Array.from({ length: processes }, () => ({ connection, concurrency })),
      ...Array.from({ length: producers }, () => ({ connection })),
    ];
    for (const spec of producers === 0 ? specs.slice(0, 1) : specs.slice(processes)) {
      spec.produce = { batch, backlog };
    }
    const all = await startChildren(specs);
    all.forEach(c => c.tell('go'));
    await sleep(Math.min(2000, seconds * 1000));
    all.forEach(c => c.tell('reset'));
    const cpu = await this.cpu();
    const before = totalCompleted(all);
    const start = now();
    await sleep(seconds * 1000);
    const processed = totalCompleted(all) - before;
    const millis = now() - start;
    const used = await this.cpu() - cpu;
    const reports = await Promise.all(all.map(c => c.stop()));
    return {
      value: round(processed / millis * 1000, 0), unit: 'tasks/s',
      redisCpuMicrosPerTask: round(used / Math.max(1, processed) * 1e6),
      processed,
      backlogMin: Math.min(...reports.map(r => r.backlogMin ?? Infinity)),
      backlogMax: Math.max(...reports.map(r => r.backlogMax)),
    };
  }

  /** Runs an in-process worker while `add` adds its jobs; resolves with the start time of each handler by index. */
  handlerStarts(setting, total, add) {
    return this.withQueue(setting, async queue => {
      const starts = new Float64Array(total);
      let started = 0;
      const worker = openWorker(this.connection(setting), setting.concurrency, async job => {
        starts[job.data.i] = performance.now();
        started++;
      });
      await worker.waitUntilReady();
      worker.run().catch(e => fail(e.message));
      await sleep(200);
      const result = await add(queue);
      while (started < total) {
        await sleep(REPORT_MS);
      }
      const cpu = await this.cpu();
      await worker.close();
      if (started !== total) {
        fail(`${started} handler starts of ${total} jobs`);
      }
      return { ...result, starts, cpu };
    });
  }

  /** W5: a lone job from before its add() to the start of its handler. */
  async w5(setting) {
    const { count, interval } = setting;
    const warmUp = 50;
    const total = warmUp + count;
    const { added, starts, cpu, cpuBefore } = await this.handlerStarts(setting, total, async queue => {
      const added = new Float64Array(total);
      const begin = performance.now();
      let cpuBefore;
      for (let i = 0; i < total; i++) {
        if (i === warmUp) {
          cpuBefore = await this.cpu();
        }
        await sleep(Math.max(0, begin + i * interval - performance.now()));
        const data = payload(i);
        added[i] = performance.now();
        await queue.add('noop', data);
      }
      return { added, cpuBefore };
    });
    const { p50, p99, max } = latencies(Array.from(starts, (s, i) => s - added[i]).slice(warmUp));
    return { value: p50, unit: 'ms p50', redisCpuMicrosPerTask: round((cpu - cpuBefore) / count * 1e6), p50, p99, max };
  }

  /** How late delayed jobs start: delays of 200 to 2000 ms, spread evenly, in a scattered order. */
  async delayed(setting) {
    const { count } = setting;
    const { due, starts, cpu, cpuBefore } = await this.handlerStarts(setting, count, async queue => {
      const due = new Float64Array(count);
      const cpuBefore = await this.cpu();
      for (let i = 0; i < count; i++) {
        const delay = 200 + (i * 769) % 1801;
        const data = payload(i);
        due[i] = performance.now() + delay;
        await queue.add('noop', data, { delay });
      }
      return { due, cpuBefore };
    });
    const late = Array.from(starts, (s, i) => s - due[i]);
    const { p50, p99, max } = latencies(late);
    return {
      value: p50, unit: 'ms late p50', redisCpuMicrosPerTask: round((cpu - cpuBefore) / count * 1e6),
      p50, p99, max, min: round(Math.min(...late)),
    };
  }

  /** W6: Redis memory a pending job takes. The queue's connections are closed at both readings. */
  async w6(setting) {
    const memory = async () => {
      await sleep(300);
      return (await this.info('memory', 'used_memory'))[0];
    };
    await this.withQueue(setting, queue => queue.add('noop', payload())); // loads the script, which stays
    await this.admin.flushall('SYNC');
    const before = await memory();
    const cpu = await this.cpu();
    await this.withQueue(setting, async queue => {
      await fill(queue, { ...BEST.w2, count: setting.count });
      await this.expectJobs(queue, setting.count);
    });
    const used = await this.cpu() - cpu;
    const bytes = (await memory() - before) / setting.count;
    return { value: round(bytes, 0), unit: 'bytes/task', redisCpuMicrosPerTask: round(used / setting.count * 1e6) };
  }

  async measure(scenario, setting, timeoutSeconds) {
    const timer = setTimeout(() => fail(`${scenario} took longer than ${timeoutSeconds} s`), timeoutSeconds * 1000);
    try {
      await this.admin.flushall('SYNC');
      return await this[scenario](setting);
    } finally {
      clearTimeout(timer);
      await this.admin.flushall('SYNC');
    }
  }

  /** The fastest of the sweep's settings, each tried once with `base`'s sizes. */
  async sweep(scenario, base, timeoutSeconds) {
    let best;
    for (const candidate of SWEEP[scenario]()) {
      const setting = { ...base, ...candidate };
      const { value, redisCpuMicrosPerTask } = await this.measure(scenario, setting, timeoutSeconds);
      log(JSON.stringify({ sweep: scenario.toUpperCase(), setting, value, redisCpuMicrosPerTask }));
      if (!best || value > best.value) {
        best = { value, candidate };
      }
    }
    return best.candidate;
  }
}

const USAGE = `usage: node bench.mjs --port PORT [--host 127.0.0.1] [--password P]
  --scenario ${Object.keys(BEST).join('|')}|all
  [--flush] [--runs N] [--sweep] [--timeout SECONDS a run]
  [--count N] [--seconds S] [--processes N] [--producers N] [--concurrency N] [--batch N] [--inflight N]
  [--backlog N] [--interval MS] [--autopipeline true|false]`;

function readArguments() {
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: {
      host: { ...text, default: '127.0.0.1' }, port: text, password: text, scenario: text,
      flush: { type: 'boolean', default: false }, sweep: { type: 'boolean', default: false },
      runs: { ...text, default: '1' }, timeout: { ...text, default: '180' },
      count: text, seconds: text, processes: text, producers: text, concurrency: text, batch: text, inflight: text,
      backlog: text, interval: text, autopipeline: text,
    },
  });
  const scenarios = values.scenario === 'all' ? Object.keys(BEST) : [values.scenario];
  if (!values.port || !scenarios.every(s => Object.hasOwn(BEST, s))) {
    throw new Error('--port and a known --scenario are needed');
  }
  const number = (name, least = 1) => {
    const n = Number(values[name]);
    if (!Number.isInteger(n) || n < least) {
      throw new Error(`--${name} ${values[name]}: not a whole number of at least ${least}`);
    }
    return n;
  };
  const overrides = {};
  const numbers = [
    'count', 'seconds', 'processes', 'producers', 'concurrency', 'batch', 'inflight', 'backlog', 'interval',
  ];
  for (const name of numbers) {
    if (values[name] !== undefined) {
      overrides[name] = number(name, name === 'producers' ? 0 : 1);
    }
  }
  if (values.autopipeline !== undefined) {
    overrides.autopipeline = values.autopipeline === 'true';
  }
  return { ...values, port: number('port'), runs: number('runs'), timeout: number('timeout'), scenarios, overrides };
}

/** Those of `overrides` that the scenario knows. */
function applicable(scenario, overrides) {
  return Object.fromEntries(Object.entries(overrides).filter(([name]) => Object.hasOwn(BEST[scenario], name)));
}

async function main() {
  let args;
  try {
    args = readArguments();
  } catch (e) {
    log(`${e.message}\n${USAGE}`);
    process.exit(2);
  }
  const connection = { host: args.host, port: args.port, password: args.password, maxRetriesPerRequest: null };
  const admin = new Redis({ ...connection, maxRetriesPerRequest: 1, retryStrategy: null, lazyConnect: true });
  admin.on('error', e => log(`redis: ${e.message}`));
  await admin.connect();
  if (!args.flush && /^db\d+:keys=/m.test(await admin.info('keyspace'))) {
    fail('this Redis is not empty, and every scenario starts with FLUSHALL; use a private one, or say --flush');
  }
  const require = createRequire(import.meta.url);
  const environment = {
    node: process.versions.node,
    ioredis: require('ioredis/package.json').version,
    redis: /^redis_version:(\S+)/m.exec(await admin.info('server'))[1],
  };
  const version = require('bullmq/package.json').version;
  const bench = new Bench(admin, connection);
  for (const scenario of args.scenarios) {
    let setting = { ...BEST[scenario], ...applicable(scenario, args.overrides) };
    if (args.sweep && SWEEP[scenario]) {
      setting = { ...setting, ...await bench.sweep(scenario, setting, args.timeout) };
    }
    const runs = [];
    for (let i = 0; i < args.runs; i++) {
      runs.push(await bench.measure(scenario, setting, args.timeout));
    }
    const median = [...runs].sort((a, b) => a.value - b.value)[Math.floor(runs.length / 2)];
    console.log(JSON.stringify({
      system: 'bullmq', version, scenario: scenario === 'delayed' ? scenario : scenario.toUpperCase(), setting,
      ...median, ...(runs.length > 1 && { values: runs.map(r => r.value) }), ...environment,
    }));
  }
  await admin.quit();
}

if (process.argv[2] === CHILD && process.send) {
  childMain();
} else {
  await main().catch(e => fail(e.stack));
}
