// The npm package's side of the benchmark: does on every line "go" what its verb says, and answers with one line of
// figures. Its records are those of Workload.cs.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { Store } from "@backloghq/opslog";

const [verb, dir, countText, recordsText] = process.argv.slice(2);
const count = Number(countText);
const records = Number(recordsText);
const statuses = ["open", "active", "done", "blocked"];
const text = "checked by hand, waiting for the answer of the other site; see the runbook for what to do next. ";
const created = Date.UTC(2026, 0, 1);

function record(n) {
  return {
    title: `Renew certificate ${n % 1000}`,
    status: statuses[n % 4],
    priority: n % 5,
    owner: `user${n % 50}`,
    tags: [`team-${n % 12}`, `site-${n % 7}`, `q${(n % 4) + 1}`],
    created: new Date(created + n * 61000).toISOString(),
    notes: (text + text).substr(n % 40, 60),
  };
}

// No checkpoints on the way: both sides are measured without them, and compaction has its own row.
const quiet = { checkpointThreshold: Number.MAX_SAFE_INTEGER, checkpointOnClose: false };
const pool = Array.from({ length: 10000 }, (_, n) => record(n));
const ids = (n) => Array.from({ length: n }, (_, i) => `task-${i}`);

async function open(where, options = {}) {
  const store = new Store();
  await store.open(where, { ...quiet, ...options });
  return store;
}

async function fresh(options) {
  rmSync(dir, { recursive: true, force: true });
  return open(dir, options);
}

async function timed(work) {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function privateBytes() {
  if (!existsSync("/proc/self/status")) return process.memoryUsage().rss;
  return Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
}

async function sets(writeMode) {
  const store = await fresh({ writeMode });
  const seconds = await timed(async () => {
    for (let i = 0; i < count; i++) await store.set(keys[i], pool[i % pool.length]);
    await store.flush?.();
  });
  await store.close();
  return `seconds=${seconds}`;
}

async function inBatches(store, of) {
  for (let i = 0; i < count; i += of) {
    await store.batch(() => {
      for (let j = i; j < Math.min(i + of, count); j++) store.set(keys[j], pool[j % pool.length]);
    });
  }
}

let keys = [];
let kept;
const verbs = {
  // Once, in a process that has done nothing before.
  async open() {
    globalThis.gc?.();
    const before = privateBytes();
    let store;
    const seconds = await timed(async () => {
      store = await open(dir);
      store.get("task-0");
    });
    const opened = privateBytes();
    globalThis.gc?.();
    const answer = `seconds=${seconds} opened=${opened - before} collected=${privateBytes() - before} records=${store.all().length}`;
    await store.close();
    return answer;
  },
  immediate: () => sets("immediate"),
  group: () => sets("group"),
  async updates() {
    const store = await fresh();
    await inBatches(store, 1000);
    const seconds = await timed(async () => {
      for (let i = 0; i < count; i++) await store.set(keys[i], { ...pool[i % pool.length], status: "closed" });
    });
    await store.close();
    return `seconds=${seconds}`;
  },
  async batch() {
    const store = await fresh();
    const seconds = await timed(() => inBatches(store, 1000));
    await store.close();
    return `seconds=${seconds}`;
  },
  async compact() {
    kept ??= await open(dir);
    await kept.set("task-0", pool[1]);
    return `seconds=${await timed(() => kept.compact())}`;
  },
  async filter() {
    kept ??= await open(dir);
    let found = 0;
    const seconds = await timed(async () => {
      found = kept.filter((one) => one.status === "done").length;
    });
    return `seconds=${seconds} found=${found}`;
  },
  async get() {
    kept ??= await open(dir);
    const wanted = [];
    for (let i = 0, n = 1; i < count; i++) wanted.push(`task-${(n = (n * 1103515245 + 12345) % 2147483648) % records}`);
    let found = 0;
    const seconds = await timed(async () => {
      for (const id of wanted) found += kept.get(id) === undefined ? 0 : 1;
    });
    return `seconds=${seconds} found=${found}`;
  },
};

if (verb === "open") {
  console.log(await verbs.open());
} else {
  keys = ids(count);
  console.log("ready");
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === "go") console.log(await verbs[verb]());
  }
  await kept?.close();
}
