// The controls of time: clock, steps, play, pace, scrubber, what comes next.

import { lazy } from 'react';
import { step, toEnd, togglePlay, toStart } from '#app/actions.ts';
import { KEYS } from '#app/keys.ts';
import type { IconName } from '#app/parts/Icon.tsx';
import { Icon } from '#app/parts/Icon.tsx';
import { OnDemand } from '#app/parts/OnDemand.tsx';
import { tip } from '#app/parts/Tip.tsx';
import { useDocument } from '#app/stores/document.ts';
import { useRun } from '#app/stores/run.ts';
import { useView } from '#app/stores/view.ts';
import { clockText, paceText, spanText } from '#app/time-text.ts';
import { NextStrip } from './NextStrip.tsx';
import { Scrubber } from './Scrubber.tsx';

const PacePopover = lazy(async () => {
  const { PacePopover: part } = await import('./PacePopover.tsx');
  return { default: part };
});

function Clock() {
  const now = useRun((state) => state.still?.now ?? 0);
  const at = useRun((state) => state.still?.step ?? 0);
  const status = useRun((state) => state.still?.status ?? 'paused');
  const skips = useRun((state) => state.still?.clock.skips ?? 0);
  const events = `event ${at.toLocaleString('en').replaceAll(',', '\u2009')}`;
  return (
    <div className="clock">
      <div className="clock-time mono">{clockText(now)}</div>
      <div className="clock-event dim">
        {events}, {status}
        {skips > 0 && (
          <span className="clock-skip">
            <Icon name="skip" size={14} /> {spanText(skips)}
          </span>
        )}
      </div>
    </div>
  );
}

function Button(props: {
  name: string;
  keys?: string;
  icon: IconName;
  onClick: () => void;
  className?: string;
}) {
  const { name, keys, icon, onClick, className = '' } = props;
  return (
    <button
      type="button"
      className={`btn icon ${className}`}
      aria-label={name}
      {...tip(name, keys)}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** True when something waits that only time will show: a command given while paused. */
function useUrge(): boolean {
  const edited = useDocument((state) => state.edited);
  const still = useRun((state) => state.still);
  if (!still || !edited || still.status !== 'paused') return false;
  return still.script.some(({ at }) => at >= still.now);
}

export function Transport() {
  const playing = useRun((state) => state.still?.status === 'playing');
  const pace = useView((state) => paceText(state.pace));
  const stopped = useRun((state) => state.still?.stop !== undefined);
  const urge = useUrge();
  const hot = urge ? 'urge' : '';
  return (
    <section className="transport" aria-label="Controls">
      <h2 className="sr-only">Controls</h2>
      <Clock />
      <div className="transport-buttons">
        <Button
          name="To the start"
          keys={KEYS.home.print}
          icon="home"
          onClick={toStart}
          className="quiet only-wide"
        />
        <Button
          name="One event back"
          keys={KEYS.back.print}
          icon="back"
          onClick={() => step('event', true)}
        />
        <Button
          name={playing ? 'Pause' : 'Play'}
          keys={KEYS.play.print}
          icon={playing ? 'pause' : 'play'}
          onClick={togglePlay}
          className={`main ${stopped ? 'is-stopped' : hot}`}
        />
        <Button
          name="Next event"
          keys={KEYS.event.print}
          icon="step"
          onClick={() => step('event')}
          className={hot}
        />
        <Button
          name="To the end"
          keys={KEYS.end.print}
          icon="end"
          onClick={toEnd}
          className="quiet only-wide"
        />
      </div>
      <button type="button" className={`btn ${hot}`} onClick={() => step('quiet')}>
        Until quiet <kbd>{KEYS.quiet.print}</kbd>
      </button>
      <OnDemand className="btn pace-button" part={PacePopover}>
        <span>{pace}</span>
        <Icon name="down" size={16} />
      </OnDemand>
      <Scrubber />
      <NextStrip />
    </section>
  );
}
