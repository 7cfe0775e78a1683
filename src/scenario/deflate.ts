// Raw DEFLATE by the platform. Reading is bounded: a small text may inflate to gigabytes.

import { fail, ok, type Result } from '#base/result.ts';

/** What a link may inflate to. */
const MOST_INFLATED = 256 * 1024;
/** Compressed octets are handed over in slices, so that the bound is seen in time. */
const SLICE = 4096;

/** Compresses. */
export async function deflate(octets: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([octets]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Inflates at most `MOST_INFLATED` octets. */
export async function inflate(
  octets: Uint8Array<ArrayBuffer>,
): Promise<Result<Uint8Array, 'damaged' | 'too large'>> {
  const stream = new DecompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  const fed = feed(writer, octets).then(
    () => true,
    () => false,
  );
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > MOST_INFLATED) {
        await Promise.allSettled([reader.cancel(), writer.abort(), fed]);
        return fail('too large');
      }
      parts.push(value);
    }
  } catch {
    // The platforms throw different errors for the same damage.
    return fail('damaged');
  }
  if (!(await fed)) return fail('damaged');
  const whole = new Uint8Array(length);
  let used = 0;
  for (const part of parts) {
    whole.set(part, used);
    used += part.length;
  }
  return ok(whole);
}

async function feed(
  writer: WritableStreamDefaultWriter<BufferSource>,
  octets: Uint8Array<ArrayBuffer>,
): Promise<void> {
  for (let i = 0; i < octets.length; i += SLICE) {
    await writer.ready;
    await writer.write(octets.subarray(i, i + SLICE));
  }
  await writer.close();
}
