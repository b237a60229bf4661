// Runs or parses JavaScript samples: JSON [{code, runs}] in, JSON [{printed, error}] out. Each runs in a thread of its
// own and may take as long as its timers do.
import { text } from "node:stream/consumers";
import vm from "node:vm";
import { Worker } from "node:worker_threads";

const AT_ONCE = 4;
const SECONDS = 10;

function fault(parse) {
  try {
    return parse() && "";
  } catch (error) {
    return String(error);
  }
}

const script = (code) => fault(() => new vm.Script(code));
const isModule = (code) => script(code) && !fault(() => new vm.SourceTextModule(code));
const parse = (code) => ({ printed: "", error: isModule(code) ? "" : script(code) });

async function run(code) {
  const source = isModule(code) ? new URL(`data:text/javascript,${encodeURIComponent(code)}`) : code;
  const worker = new Worker(source, { eval: !isModule(code), stdout: true, stderr: true });
  let error = "";
  worker.on("error", (raised) => (error = String(raised)));
  const late = setTimeout(() => ((error = `still runs after ${SECONDS} seconds`), worker.terminate()), SECONDS * 1000);
  const [printed] = await Promise.all([text(worker.stdout), new Promise((ended) => worker.on("exit", ended))]);
  clearTimeout(late);
  return { printed, error };
}

const samples = JSON.parse(await text(process.stdin));
const results = [];
let next = 0;
const hand = async () => {
  while (next < samples.length) {
    const mine = next++;
    results[mine] = samples[mine].runs ? await run(samples[mine].code) : parse(samples[mine].code);
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, hand));
process.stdout.write(JSON.stringify(results));
