// The octets of a frame as text to take away: hex digits, a C array, or lines with offsets.

/** Without anything between. */
export function hexText(octets: Uint8Array): string {
  return [...octets].map(hex).join('');
}

/** A C array, twelve octets to a line. */
export function cText(octets: Uint8Array, name = 'packet'): string {
  const lines = linesOf(octets, 12).map(
    (line) => `  ${line.map((o) => `0x${hex(o)}`).join(', ')},`,
  );
  return `static const unsigned char ${name}[${octets.length}] = {\n${lines.join('\n')}\n};\n`;
}

/** Offset, octets, and what can be read of them: text2pcap reads it. */
export function dumpText(octets: Uint8Array): string {
  return linesOf(octets, 16)
    .map((line, i) => {
      const offset = (i * 16).toString(16).padStart(4, '0');
      const readable = line
        .map((o) => (o >= 32 && o < 127 ? String.fromCharCode(o) : '.'))
        .join('');
      return `${offset}  ${line.map(hex).join(' ').padEnd(47)}  ${readable}\n`;
    })
    .join('');
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0');
}

function linesOf(octets: Uint8Array, width: number): number[][] {
  const lines: number[][] = [];
  for (let at = 0; at < octets.length; at += width)
    lines.push([...octets.subarray(at, at + width)]);
  return lines;
}
