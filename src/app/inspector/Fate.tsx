// What became of a message, above its octets: what commands did to it, the rule by which it was ignored or
// refused, and which message it repeats.

import type { PacketView } from '#session/protocol.ts';
import { openMessage } from '#app/ladder/open-message.ts';
import { Icon } from '#app/parts/Icon.tsx';
import { nameOf, useRun } from '#app/stores/run.ts';

export function Fate({ packet }: { readonly packet: PacketView }) {
  const still = useRun((state) => state.still);
  const { ruled, faults, repeats } = packet;
  if (!ruled && !repeats && faults.length === 0) return null;
  return (
    <ul className="packet-fate">
      {ruled && (
        <li>
          <Icon name="barred" size={14} /> {nameOf(still, ruled.node)}:{' '}
          {ruled.level === 'silent' && <b>ignored, </b>}
          {ruled.words} <span className="ref">{ruled.cite}</span>
        </li>
      )}
      {faults.map((words) => (
        <li key={words}>
          <Icon name="pause" size={14} /> {words}
        </li>
      ))}
      {repeats && (
        <li>
          Sent again; first{' '}
          <button
            type="button"
            className="why"
            onClick={() => void openMessage(repeats.rowSeq ?? repeats.seq)}
          >
            {repeats.words}
          </button>
        </li>
      )}
    </ul>
  );
}
