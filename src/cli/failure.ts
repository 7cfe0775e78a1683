// What a user got wrong: one line on standard error, and exit status 2.

export class Failure extends Error {
  override readonly name = 'Failure';
}

/** What a thrown thing says, in one line. */
export function reasonOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'no permission',
    EISDIR: 'it is a directory',
    ENOTDIR: 'there is no such directory',
    ENOSPC: 'no space is left',
    EROFS: 'it is read-only',
  };
  if (typeof code === 'string' && known[code] !== undefined) return known[code];
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
