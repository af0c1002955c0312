// The turn of Node.js: confirms the orders of 20 or more. Called by Turns.ps1 with the store and the folder of the package.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [path, packages] = process.argv.slice(2);
const resolved = createRequire(join(packages, "package.json")).resolve("@backloghq/opslog");
const { Store } = await import(pathToFileURL(resolved));

const store = new Store();
await store.open(path);
try {
  for (const [id, order] of store.entries()) {
    if (order.state === "queued" && order.amount >= 20) {
      await store.set(id, { ...order, state: "confirmed", by: "node" });
    }
  }
} finally {
  await store.close();
}
