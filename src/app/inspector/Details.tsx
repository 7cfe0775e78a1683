// Below the tree: what the chosen field means, which code points are disputed, how the datagram ended.

import type { Profile } from '#session/protocol.ts';
import { codePointNote } from './code-points.ts';
import { isPadding, placeText, type Item } from './packet-model.ts';
import type { ShownPacket } from './use-packet.tsx';

interface DetailsProps {
  readonly shown: ShownPacket;
  readonly item: Item | undefined;
  /** The reading that was asked for instead of the scenario's. */
  readonly profile: Profile | undefined;
  readonly onProfile: (profile: Profile | undefined) => void;
}

export function Details({ shown, item, profile, onProfile }: DetailsProps) {
  const { packet, model } = shown;
  // Beside another field there is no room for it, and no need.
  const isFar = item !== undefined && item.field?.name !== 'distributed' && profile === undefined;
  const note = isFar ? undefined : codePointNote(model);
  return (
    <div className="packet-details">
      <div aria-live="polite" className="packet-meaning">
        {item && <Meaning item={item} octets={packet.octets} />}
      </div>
      {packet.end.how !== 'delivered' && (
        <p>
          {packet.end.how === 'dropped' && <b>✕ </b>}
          {packet.end.words}
        </p>
      )}
      {note && (
        <p>
          {note.words}{' '}
          <button
            type="button"
            className="why"
            onClick={() => onProfile(profile === undefined ? note.other : undefined)}
          >
            Show as {note.other === 'rfc8885' ? 'RFC 8885' : note.other}
          </button>
        </p>
      )}
    </div>
  );
}

const MOST_RAW = 16;

function Meaning({ item, octets }: { item: Item; octets: Uint8Array }) {
  const { field, layer } = item;
  const raw = [...octets.subarray(item.from, Math.min(item.to, item.from + MOST_RAW))]
    .map((octet) => octet.toString(16).padStart(2, '0'))
    .join(' ');
  const doc = isPadding(layer) ? 'Padding, so that the next option is aligned.' : field?.doc;
  return (
    <>
      <p>
        <b>{field?.label ?? layer.title}</b> {placeText(item)}{' '}
        <span className="ref">{field?.cite ?? layer.cite}</span>
      </p>
      {field && (
        <p className="packet-raw">
          <span className="mono">
            {raw}
            {item.to - item.from > MOST_RAW && '…'}
          </span>{' '}
          {field.text.replaceAll(':', ' ') !== raw && `= ${field.text}`}
        </p>
      )}
      {field?.fault !== undefined && <p className="packet-fault">✕ {field.fault}</p>}
      {doc !== undefined && doc !== '' && <p>{doc}</p>}
    </>
  );
}
