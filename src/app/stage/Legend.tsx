// What the shapes mean, in a popover over the stage.

import { Popover } from '@base-ui/react/popover';
import type { PopupProps } from '#app/parts/OnDemand.tsx';
import { useRun } from '#app/stores/run.ts';
import { Tile } from '#view/draw/TopologyParts.tsx';

const GLYPHS: readonly { d: string; name: string; letter?: string; hollow?: boolean }[] = [
  { d: 'M-10 -12L12 0L-10 12z', name: 'PBU, BU: asks', letter: 'U' },
  { d: 'M-11 -12.5L13 0L-11 12.5z', name: 'PBA, BA: answers', letter: 'A', hollow: true },
  { d: 'M0-10L10 0L0 10L-10 0z', name: 'RS', hollow: true },
  { d: 'M0-10L10 0L0 10L-10 0z', name: 'RA; slashed: lifetime 0' },
  { d: 'M0-11L11 0L0 11L-11 0z', name: 'NS ?, NA !', letter: '?', hollow: true },
  { d: 'M10 0a10 10 0 1 0 -20 0a10 10 0 1 0 20 0z', name: 'data of flow 1', letter: '1' },
];

const PROXY_GLYPHS: typeof GLYPHS = [
  { d: 'M-9 -9h18v18h-18zM-9 9L9 -9', name: 'BRI, BRA: revocation', hollow: true },
  { d: 'M0 -11L10.5 -3.4L6.5 9H-6.5L-10.5 -3.4z', name: 'UPN, UPA: notification' },
  {
    d: 'M10 0a10 10 0 1 0 -20 0a10 10 0 1 0 20 0zM-6 0h3l2 -5l3 9l2 -4h2',
    name: 'heartbeat',
    hollow: true,
  },
];

const ROLES: readonly { className: string; d: string; name: string }[] = [
  { className: 'st-mag-body is-line', d: 'M8 5H24L30 14L24 23H8L2 14z', name: 'MAG: its nodes' },
  {
    className: 'st-lma-body is-line',
    d: 'M11 4H21L27 10V18L21 24H11L5 18V10z',
    name: 'LMA: its binding cache above',
  },
];

/** Of client Mobile IPv6. */
const CLIENT_ROLES: typeof ROLES = [
  {
    className: 'st-lma-body is-line',
    d: 'M11 4H21L27 10V18L21 24H11L5 18V10z',
    name: 'HA: its binding cache above',
  },
  {
    className: 'st-plain',
    d: 'M8 5H24L30 14L24 23H8L2 14z',
    name: 'AR: an access router',
  },
];

const LINES: readonly { className: string; name: string }[] = [
  { className: 'st-wire', name: 'wire' },
  { className: 'st-radio', name: 'radio' },
  { className: 'st-same', name: 'same identity, not traffic' },
  { className: 'st-now-path', name: 'way of the last message' },
];

const BOXES: readonly { className: string; name: string }[] = [
  { className: 'st-dlif is-serving', name: 'serving: its own MN is here' },
  { className: 'st-dlif is-clone', name: 'clone: portrays another gateway' },
  { className: 'st-dlif is-kept', name: 'kept: own, the MN is away' },
];

const ANCHORS = ['A', 'B', 'C'] as const;
const HOMES = ['1', '2', '3'] as const;

function Tiles({ letters, name }: { letters: readonly string[]; name: string }) {
  return (
    <li>
      <svg className="stage-svg legend-tiles" viewBox="0 0 62 28" aria-hidden="true">
        {letters.map((letter, i) => (
          <Tile key={letter} letter={letter} x={2 + i * 21} y={5} />
        ))}
      </svg>
      {name}
    </li>
  );
}

/** Home agents, access routers, and whose an address is. */
function Clients() {
  return (
    <>
      <p className="menu-label">Mobile IPv6</p>
      <Roles roles={CLIENT_ROLES} />
      <ul className="legend-list">
        <Tiles letters={['H', '1', '2']} name="home; visited, by its router" />
      </ul>
    </>
  );
}

function Roles({ roles }: { readonly roles: typeof ROLES }) {
  return (
    <ul className="legend-list">
      {roles.map(({ className, d, name }) => (
        <li key={name}>
          <svg className="stage-svg legend-sign" viewBox="0 0 32 28" aria-hidden="true">
            <path className={className} d={d} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

/** MAGs, LMAs and their prefixes. */
function Proxies() {
  return (
    <>
      <p className="menu-label">Proxies</p>
      <Roles roles={ROLES} />
      <ul className="legend-list">
        <Tiles letters={HOMES} name="home network prefix" />
        <li>
          <svg className="stage-svg legend-sign" viewBox="0 0 32 28" aria-hidden="true">
            <rect className="st-note-box is-silent" x="2" y="6" width="28" height="16" rx="8" />
          </svg>
          ignored by a rule, without an answer
        </li>
      </ul>
    </>
  );
}

function Dlifs() {
  return (
    <>
      <p className="menu-label">DLIFs</p>
      <ul className="legend-list">
        {BOXES.map(({ className, name }) => (
          <li key={name}>
            <svg className="stage-svg legend-sign" viewBox="0 0 32 28" aria-hidden="true">
              <g className={className}>
                <rect className="st-dlif-box" x="3" y="6" width="26" height="16" rx="3" />
              </g>
            </svg>
            {name}
          </li>
        ))}
        <Tiles letters={ANCHORS} name="anchor of a prefix" />
      </ul>
    </>
  );
}

export function Legend({ className, label, children }: PopupProps) {
  const nodes = useRun((state) => state.still?.scene.nodes);
  const kinds = new Set(nodes?.map(({ kind }) => kind));
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger className={className} aria-label={label}>
        {children}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="positioner" side="top" align="end" sideOffset={8}>
          <Popover.Popup className="popup legend">
            <Popover.Title className="menu-label">Packets</Popover.Title>
            <ul className="legend-list">
              {[...GLYPHS, ...(kinds.has('lma') ? PROXY_GLYPHS : [])].map(
                ({ d, name, letter, hollow }) => (
                  <li key={name}>
                    <svg
                      className="stage-svg legend-sign"
                      viewBox="-16 -14 32 28"
                      aria-hidden="true"
                    >
                      <path className={hollow ? 'legend-hollow' : 'legend-solid'} d={d} />
                      {letter !== undefined && (
                        <text
                          className={hollow ? 'is-bold' : 'is-bold st-inverse'}
                          x={letter === 'U' || letter === 'A' ? -4 : 0}
                          y="4.7"
                          textAnchor="middle"
                          fontSize={13}
                        >
                          {letter}
                        </text>
                      )}
                    </svg>
                    {name}
                  </li>
                ),
              )}
            </ul>
            <p className="menu-label">Links</p>
            <ul className="legend-list">
              {LINES.map(({ className, name }) => (
                <li key={name}>
                  <svg className="stage-svg legend-sign" viewBox="0 0 32 28" aria-hidden="true">
                    <path className={className} d="M2 14H30" />
                  </svg>
                  {name}
                </li>
              ))}
            </ul>
            {kinds.has('lma') && <Proxies />}
            {kinds.has('ha') && <Clients />}
            {kinds.has('dgw') && <Dlifs />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
