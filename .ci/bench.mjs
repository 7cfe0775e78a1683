// Runs every src/**/*.bench.ts in Node: four runs to warm up (the compiler settles by then) and five
// to measure, of which the median counts; one and three of those that take seconds (`isLong`).
// A file exports `benchmarks: readonly { name, unit, isLong?, run: () => number | Promise<number> }[]`.
// `--json FILE` also writes the figures as one object, name -> { value, unit }.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bundle, sources } from './bundle.mjs';

const { values, positionals } = parseArgs({
  options: { json: { type: 'string' } },
  allowPositionals: true,
});
const files = sources().filter((file) => file.endsWith('.bench.ts'));
const entry = files
  .map((file, i) => `import { benchmarks as b${i} } from '#${file}';\n`)
  .concat(`export default [${files.map((_, i) => `b${i}`).join(', ')}].flat();\n`)
  .join('');
const all = (await import(await bundle('bench', entry))).default;
const chosen = all.filter(
  ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
);
const doubled = all.find(({ name }, i) => all.findIndex((other) => other.name === name) < i);
if (doubled !== undefined) throw new Error(`two benchmarks are called '${doubled.name}'`);
if (chosen.length === 0) throw new Error('no benchmark of that name');

/** Runs to warm up, and runs that count. */
const SHORT = [4, 5];
const LONG = [1, 3];
const figures = {};
const width = Math.max(...chosen.map(({ name }) => name.length));
for (const { name, unit, run, isLong = false } of chosen) {
  const [before, counted] = isLong ? LONG : SHORT;
  for (let i = 0; i < before; i += 1) await run();
  const runs = [];
  for (let i = 0; i < counted; i += 1) runs.push(await run());
  runs.sort((a, b) => a - b);
  const [low, value, high] = [runs.at(0), runs[(counted - 1) / 2], runs.at(-1)];
  if (!runs.every(Number.isFinite)) throw new Error(`${name}: not a number: ${runs.join(', ')}`);
  figures[name] = { value, unit };
  const show = (figure) => Number(figure.toPrecision(4)).toLocaleString('en-GB');
  console.log(`${name.padEnd(width)}  ${show(value)} ${unit}  (${show(low)} to ${show(high)})`);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
