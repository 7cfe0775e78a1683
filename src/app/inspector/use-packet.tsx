// The packet that the inspector shows: of the selection, else of what has just changed something.

import { useEffect, useMemo, useState } from 'react';
import type { FrameId, PacketView, Profile } from '#session/protocol.ts';
import { ask, latestFrame, useRun } from '#app/stores/run.ts';
import { useView } from '#app/stores/view.ts';
import { modelOf, type PacketModel } from './packet-model.ts';

/** Least time between two questions while the run plays, in milliseconds. */
const ASK_GAP = 500;

/**
 * The frame to show: the chosen one, else the one that caused the last change, else the last that was
 * delivered. `pinned`: chosen by hand, so that it stays while the run goes on.
 */
export function useShownFrame(): { readonly frame: FrameId | undefined; readonly pinned: boolean } {
  const chosen = useView(({ selection }) =>
    selection?.kind === 'message' || selection?.kind === 'field' ? selection.frame : undefined,
  );
  const latest = useRun(latestFrame);
  return { frame: chosen ?? latest, pinned: chosen !== undefined };
}

export interface ShownPacket {
  readonly packet: PacketView;
  readonly model: PacketModel;
}

interface Answer {
  readonly frame: FrameId;
  readonly packet: PacketView | undefined;
  readonly why: string;
}

/** The packet of a frame as a profile reads it, or why there is none. */
export function usePacket(
  frame: FrameId | undefined,
  profile: Profile | undefined,
): { readonly shown: ShownPacket | undefined; readonly why: string } {
  const [answer, setAnswer] = useState<Answer>();
  // What a delivery changed and how it ended is known only as the run goes on.
  const moment = useRun(({ still }) => {
    if (still === undefined) return '';
    const wall = still.status === 'playing' ? `~${Math.floor(performance.now() / ASK_GAP)}` : '';
    return `${still.epoch} ${wall === '' ? still.seq : wall}`;
  });
  useEffect(() => {
    if (frame === undefined || moment === '') return undefined;
    let current = true;
    ask('packet', profile === undefined ? { frame } : { frame, profile }).then(
      (packet) => {
        if (current) setAnswer({ frame, packet, why: '' });
      },
      (error: Error) => {
        if (current) setAnswer({ frame, packet: undefined, why: error.message });
      },
    );
    return () => {
      current = false;
    };
  }, [frame, profile, moment]);
  const packet = answer?.frame === frame ? answer?.packet : undefined;
  const shown = useMemo(
    () => packet && { packet, model: modelOf(packet.layers, packet.octets.length) },
    [packet],
  );
  return { shown, why: answer?.frame === frame ? (answer?.why ?? '') : '' };
}
