// The packet inspector: layers and fields, octets, and boxes of 32 bits, three views of one selection.

import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { Profile } from '#session/protocol.ts';
import { useTables } from '#app/tables/use-tables.tsx';
import { useWidth } from '#app/ladder/use-width.tsx';
import { useRun } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';
import { Boxes } from './Boxes.tsx';
import { ByteGrid } from './ByteGrid.tsx';
import { Changed } from './Changed.tsx';
import { Fate } from './Fate.tsx';
import { Details } from './Details.tsx';
import { LayerTree } from './LayerTree.tsx';
import { newsOf } from './news.ts';
import { PacketBar } from './PacketBar.tsx';
import { itemAt } from './packet-model.ts';
import { usePacket, useShownFrame, type ShownPacket } from './use-packet.tsx';
import './inspector.css';

/** From this width on there are sixteen octets to a row, beside the tree. */
const WIDE_FROM = 620;
const PAD = 12;

export function Inspector() {
  const pane = useRef<HTMLDivElement>(null);
  const width = useWidth(pane);
  const wide = width >= WIDE_FROM;
  const { frame, pinned } = useShownFrame();
  const [profile, setProfile] = useState<Profile>();
  const { shown, why } = usePacket(frame, profile);
  const title = shown?.packet.title ?? '';
  useEffect(() => view.setDetailTitle(title), [title]);

  return (
    <div className="inspector" ref={pane}>
      {shown ? (
        <PacketPanes
          {...{ shown, pinned, profile, pane }}
          wide={wide}
          width={wide ? 360 : width - 2 * PAD}
          onProfile={setProfile}
        />
      ) : (
        <p className="inspector-empty">
          {why || 'Select a message in the ladder or on the stage.'}
        </p>
      )}
    </div>
  );
}

interface PanesProps {
  readonly shown: ShownPacket;
  readonly pinned: boolean;
  readonly profile: Profile | undefined;
  readonly pane: RefObject<HTMLElement | null>;
  readonly wide: boolean;
  /** Of the boxes. */
  readonly width: number;
  readonly onProfile: (profile: Profile | undefined) => void;
}

function PacketPanes({ shown, pinned, profile, pane, wide, width, onProfile }: PanesProps) {
  const { packet, model } = shown;
  const wanted = useView(({ selection }) =>
    selection?.kind === 'field' && selection.frame === packet.frame ? selection.path : undefined,
  );
  const item = itemAt(model, wanted);
  const selected = item?.path;
  const news = useNews(shown);
  const select = useCallback(
    (path: string) => view.select({ kind: 'field', frame: packet.frame, path }),
    [packet.frame],
  );
  useHot(pane, select);

  return (
    <div className="inspector-panes" data-wide={wide || undefined}>
      <div className="inspector-left">
        <PacketBar packet={packet} pinned={pinned} />
        <Fate packet={packet} />
        <LayerTree {...{ model, selected, news, select }} />
        <Details {...{ shown, item, profile, onProfile }} />
      </div>
      <ByteGrid
        octets={packet.octets}
        perRow={wide ? 16 : 8}
        {...{ model, selected, news, select }}
      />
      <div className="inspector-boxes">
        <Boxes {...{ model, item, news, width }} />
        {packet.changed.length > 0 && <Changed changes={packet.changed} />}
      </div>
    </div>
  );
}

const NO_NEWS: ReadonlySet<string> = new Set();

/** Options that brought what has just changed, while this packet is the cause. */
function useNews({ packet, model }: ShownPacket): ReadonlySet<string> {
  const accent = useRun((state) => state.still?.accent);
  const isCause = packet.hops.some(({ frame }) => frame === accent?.frame);
  const tables = useTables(isCause ? accent?.node : undefined);
  return useMemo(() => (isCause ? newsOf(model, tables) : NO_NEWS), [isCause, model, tables]);
}

/** Octet, field and box light up together under the pointer; a press on any chooses the field. */
function useHot(pane: RefObject<HTMLElement | null>, select: (path: string) => void): void {
  useEffect(() => {
    const element = pane.current;
    if (!element) return undefined;
    let hot: string | undefined;
    const light = (event: Event): void => {
      const path = pathAt(event);
      if (path === hot) return;
      hot = path;
      for (const one of element.querySelectorAll<HTMLElement>('[data-path]')) {
        const own = one.dataset['path'] ?? '';
        const is = path !== undefined && (own === path || own.startsWith(`${path}/`));
        one.toggleAttribute('data-hot', is);
      }
    };
    const press = (event: Event): void => {
      const path = pathAt(event);
      if (path !== undefined) select(path);
    };
    const leave = (): void => light(new Event('leave'));
    element.addEventListener('pointerover', light);
    element.addEventListener('pointerleave', leave);
    element.addEventListener('click', press);
    return () => {
      element.removeEventListener('pointerover', light);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('click', press);
    };
  }, [pane, select]);
}

function pathAt(event: Event): string | undefined {
  const target = event.target instanceof Element ? event.target : undefined;
  return target?.closest<HTMLElement>('[data-path]')?.dataset['path'];
}
