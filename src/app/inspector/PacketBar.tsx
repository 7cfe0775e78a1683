// Above the tree: the hops of the datagram, each with octets of its own, and ways to take them away.

import { Menu } from '@base-ui/react/menu';
import type { PacketView } from '#session/protocol.ts';
import { Icon } from '#app/parts/Icon.tsx';
import { nameOf, useRun } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';
import { cText, dumpText, hexText } from './copy-text.ts';

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
      <CopyMenu octets={packet.octets} />
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

const FORMS = [
  { words: 'Hexadecimal', make: hexText },
  { words: 'C array', make: (octets: Uint8Array) => cText(octets) },
  { words: 'Text with offsets', make: dumpText },
] as const;

function CopyMenu({ octets }: { octets: Uint8Array }) {
  return (
    <Menu.Root>
      <Menu.Trigger className="packet-tool" aria-label="Copy the octets" title="Copy the octets">
        <Icon name="copy" size={16} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="positioner" sideOffset={4} align="end">
          <Menu.Popup className="popup">
            {FORMS.map(({ words, make }) => (
              <Menu.Item
                key={words}
                className="menu-item"
                onClick={() => void navigator.clipboard.writeText(make(octets))}
              >
                {words}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
