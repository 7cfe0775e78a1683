// The command line: built when the sources changed, then run in this process, so that arguments,
// stdin and exit code are its own.
import { bundleCli } from './bundle.mjs';

let address;
try {
  address = await bundleCli();
} catch (error) {
  console.error(`cli: cannot be built\n${error.message}`);
  process.exit(1);
}
await import(address);
