// Above the tree: the hops of the datagram, each with octets of its own, and ways to take them away.

import { lazy, useMemo } from 'react';
import type { PacketView } from '#session/protocol.ts';
import { Icon } from '#app/parts/Icon.tsx';
import { nameOf, useRun } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';
import { OnDemand, type PopupProps } from '#app/parts/OnDemand.tsx';

export function PacketBar({ packet, pinned }: { packet: PacketView; pinned: boolean }) {
  return (
    <div className="packet-bar">
      <Hops packet={packet} />
      {pinned && (
        <button
          type="button"
          className="packet-tool"
          title="Follow the latest message"
          aria-label="Follow the latest message"
          onClick={() => view.select(undefined)}
        >
          <Icon name="skip" size={16} />
        </button>
      )}
      <CopyButton octets={packet.octets} />
    </div>
  );
}

function Hops({ packet }: { packet: PacketView }) {
  const still = useRun((state) => state.still);
  const seq = useView(({ selection }) =>
    selection?.kind === 'message' ? selection.seq : undefined,
  );
  return (
    <fieldset className="packet-hops">
      <legend className="sr-only">Hops</legend>
      {packet.hops.map(({ frame, from, to, tunnelled }) => {
        const ends = `${nameOf(still, from)} → ${to === undefined ? 'all' : nameOf(still, to)}`;
        return (
          <button
            key={frame}
            type="button"
            className="packet-hop"
            aria-pressed={frame === packet.frame}
            title={tunnelled ? `${ends}, in a tunnel` : ends}
            onClick={() => view.select({ kind: 'message', seq, frame })}
          >
            {tunnelled && <span className="packet-tunnel">in tunnel </span>}
            <span className="nb">{ends}</span>
          </button>
        );
      })}
    </fieldset>
  );
}

const Popup = lazy(async () => {
  const { CopyMenu: popup } = await import('./CopyMenu.tsx');
  return { default: popup };
});

function CopyButton({ octets }: { octets: Uint8Array }) {
  const part = useMemo(() => (looks: PopupProps) => <Popup {...looks} octets={octets} />, [octets]);
  return (
    <OnDemand className="packet-tool" label="Copy the octets" part={part}>
      <Icon name="copy" size={16} />
    </OnDemand>
  );
}
