// `This changed`: the rows that the delivery wrote, by table, each a way to the table.

import type { Change } from '#session/protocol.ts';
import { view } from '#app/stores/view.ts';

export function Changed({ changes }: { readonly changes: readonly Change[] }) {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const group = `${change.node} ${change.table} ${change.sign}`;
    groups.set(group, [...(groups.get(group) ?? []), change]);
  }
  return (
    <p className="packet-changed">
      This changed{' '}
      {[...groups].map(([group, rows], i) => (
        <span key={group}>
          {i > 0 && ', '}
          <Link rows={rows} />
        </span>
      ))}
    </p>
  );
}

function Link({ rows }: { readonly rows: readonly Change[] }) {
  const first = rows[0];
  if (!first) return null;
  const { node, role, table, key, sign } = first;
  return (
    <button
      type="button"
      className="why"
      onClick={() => {
        view.select({ kind: 'row', node, role, table, key });
        view.showDetail('tables');
      }}
    >
      {[sign === '-' ? '−' : sign, rows.length > 1 ? rows.length : '', table].join(' ')}
    </button>
  );
}
