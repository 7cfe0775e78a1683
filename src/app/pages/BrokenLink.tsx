// A link that cannot be opened: which part failed and why; nothing of it is lost.

import type { LinkFault, LinkPart } from '#scenario/url.ts';
import { bundled } from '#scenario/library.ts';
import { openBundled } from '#app/start.ts';
import { useTheme } from '#app/parts/use-theme.tsx';
import { saveFile } from './save.ts';

const PARTS: Readonly<Record<LinkPart, string>> = {
  length: 'its length',
  version: 'the version of its format',
  codec: 'the way it is packed',
  base64: 'its letters',
  inflate: 'its compressed data',
  size: 'its size',
  json: 'its text',
  schema: 'the scenario in it',
  id: 'the name of the scenario',
  key: 'one of its keys',
};

export function BrokenLink({ fault }: { readonly fault: LinkFault }) {
  useTheme();
  const { part, words, payload, faults, nearest } = fault;
  return (
    <main className="page">
      <h1>This link cannot be opened</h1>
      <p>
        What failed is <b>{PARTS[part]}</b>. {words}
      </p>
      {faults && faults.length > 1 && (
        <ul className="page-list">
          {faults.map(({ path, what, expected }) => (
            <li key={`${path} ${expected}`}>
              <code className="mono">{path || 'scenario'}</code>: {what}, expected {expected}
            </li>
          ))}
        </ul>
      )}
      <div className="page-acts">
        <button type="button" className="btn main" onClick={() => openBundled(nearest)}>
          Open “{bundled(nearest)?.title ?? nearest}” instead
        </button>
        <button
          type="button"
          className="btn"
          onClick={() => saveFile('roamscope-link.txt', 'text/plain', payload)}
        >
          Save what the link holds
        </button>
      </div>
      <details>
        <summary>What the link holds</summary>
        <pre className="page-raw mono">{payload.slice(0, 4000)}</pre>
      </details>
    </main>
  );
}
