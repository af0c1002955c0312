// Runs the npm package for a test: one JSON command a line on standard input, one JSON answer a line on standard
// output. Commands name the store object they are for in "as", so that one process can be several agents.
// Records travel as the text JSON.stringify gives, so that the test sees what JavaScript makes of them.
import { createInterface } from "node:readline";
import { Store } from "@backloghq/opslog";

const stores = new Map();

function write(store, change) {
  return change.value === null ? store.delete(change.id) : store.set(change.id, JSON.parse(change.value));
}

function texts(entries) {
  return [...entries].map(([id, record]) => [id, JSON.stringify(record)]);
}

async function all(stream, shape) {
  const items = [];
  for await (const item of stream) items.push(shape(item));
  return items;
}

const verbs = {
  async open(_, command) {
    const store = new Store();
    await store.open(command.dir, command.options ?? {});
    stores.set(command.as, store);
  },
  async close(store, command) {
    await store.close();
    stores.delete(command.as);
  },
  write: (store, command) => write(store, command),
  batch: (store, command) => store.batch(() => command.changes.forEach((change) => write(store, change))),
  undo: (store) => store.undo(),
  compact: (store) => store.compact(),
  refresh: (store) => store.refresh(),
  archive: (store, command) => store.archive((_, id) => command.ids.includes(id), command.segment),
  records: (store) => texts(store.entries()),
  segment: async (store, command) => texts(await store.loadArchive(command.segment)),
  writeBlob: (store, command) => store.backend.writeBlob(command.path, Buffer.from(command.content, "base64")),
  readBlob: async (store, command) => (await store.backend.readBlob(command.path)).toString("base64"),
  readBlobRange: async (store, command) => (await store.backend.readBlobRange(command.path, command.offset, command.length)).toString("base64"),
  listBlobs: (store, command) => store.backend.listBlobs(command.path),
  deleteBlob: (store, command) => store.backend.deleteBlob(command.path),
  streamSnapshot: (store) => all(store.streamSnapshot(), ([id, record]) => [id, JSON.stringify(record)]),
  walOps: (store) => all(store.getWalOps(), (op) => [op.op, op.id, op.data === undefined ? "" : JSON.stringify(op.data)].join(" ")),
  history: (store, command) => store.getHistory(command.id).map((op) => op.op),
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  let answer;
  try {
    answer = { result: (await verbs[command.do](stores.get(command.as), command)) ?? null };
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
