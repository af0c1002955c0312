// race.mjs dir name milliseconds turn: opens the store as a single writer as often as it is let in, sets a few records,
// each once, and closes it, for that long. The id of a record goes out once it is acknowledged.
// Two processes of the package take turns at opening, by the folder "turn": it takes a marker that the other is just
// writing for a stale one.
import { mkdirSync, rmdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Store } from "@backloghq/opslog";

const [dir, name, milliseconds, turn] = process.argv.slice(2);
const end = Date.now() + Number(milliseconds);
let number = 0;

async function takeTurn() {
  for (;;) {
    try {
      return mkdirSync(turn);
    } catch {
      await sleep(1);
    }
  }
}

async function open() {
  const store = new Store();
  await takeTurn();
  try {
    await store.open(dir, { checkpointOnClose: Math.random() < 0.5 });
    return store;
  } catch (error) {
    if (!String(error?.message).includes("locked by process")) throw error;
    return null;
  } finally {
    rmdirSync(turn);
  }
}

while (Date.now() < end) {
  const store = await open();
  if (store === null) {
    await sleep(Math.random() * 3);
    continue;
  }
  for (let records = 1 + Math.floor(Math.random() * 3); records > 0; records--) {
    const id = `${name}-${++number}`;
    await store.set(id, { by: "npm" });
    process.stdout.write(id + "\n");
  }
  await store.close();
}
