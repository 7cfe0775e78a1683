// How fast virtual time passes: adaptive, so that signalling can be seen, or one rate for everything.

import { Popover } from '@base-ui/react/popover';
import { Slider } from '@base-ui/react/slider';
import { changePace, FASTEST, HOPS, SLOWEST } from '#app/actions.ts';
import type { PopupProps } from '#app/parts/OnDemand.tsx';
import { useView } from '#app/stores/view.ts';
import { paceText } from '#app/time-text.ts';

/** The slider is logarithmic: 0 to 100. */
const toNotch = (micros: number): number =>
  (100 * Math.log(micros / SLOWEST)) / Math.log(FASTEST / SLOWEST);
const fromNotch = (notch: number): number =>
  Math.round(SLOWEST * Math.exp((notch / 100) * Math.log(FASTEST / SLOWEST)));

/** Two significant figures, so that the words stay short. */
function rounded(micros: number): number {
  const power = 10 ** (Math.floor(Math.log10(micros)) - 1);
  return Math.round(micros / power) * power;
}

export function PacePopover({ className, label, children }: PopupProps) {
  const pace = useView((state) => state.pace);
  const adaptive = pace.mode === 'adaptive';
  const micros = adaptive ? 1e6 : pace.microsPerSecond;
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger className={className} aria-label={label}>
        {children}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="positioner" side="top" sideOffset={8}>
          <Popover.Popup className="popup pace">
            <Popover.Title className="sr-only">Pace</Popover.Title>
            <label className="pace-mode">
              <input
                type="radio"
                name="pace"
                checked={adaptive}
                onChange={() => changePace({ mode: 'adaptive', hop: 350 })}
              />
              <b>Adaptive</b>
            </label>
            <p className="pace-words dim">Each signalling hop can be seen; idle time is skipped.</p>
            {pace.mode === 'adaptive' && (
              <fieldset className="pace-hops" aria-label="Time of one hop">
                {HOPS.map((hop) => (
                  <button
                    key={hop}
                    type="button"
                    className={hop === pace.hop ? 'chip on' : 'chip'}
                    aria-pressed={hop === pace.hop}
                    onClick={() => changePace({ mode: 'adaptive', hop })}
                  >
                    {hop} ms
                  </button>
                ))}
              </fieldset>
            )}
            <label className="pace-mode">
              <input
                type="radio"
                name="pace"
                checked={!adaptive}
                onChange={() => changePace({ mode: 'proportional', microsPerSecond: 10_000 })}
              />
              <b>Proportional</b>
            </label>
            <p className="pace-words dim">
              {adaptive ? 'One rate for everything.' : paceText(pace)}
            </p>
            {!adaptive && (
              <Slider.Root
                className="slider"
                value={toNotch(micros)}
                min={0}
                max={100}
                step={1}
                onValueChange={(notch) =>
                  changePace({ mode: 'proportional', microsPerSecond: rounded(fromNotch(notch)) })
                }
              >
                <Slider.Control className="slider-control">
                  <Slider.Track className="slider-track">
                    <Slider.Indicator className="slider-done" />
                    <Slider.Thumb
                      className="slider-thumb"
                      aria-label="Pace"
                      getAriaValueText={() => paceText(pace)}
                    />
                  </Slider.Track>
                </Slider.Control>
                <span className="slider-ends dim">
                  <span>1 ms takes 1 s</span>
                  <span>100 s in 1 s</span>
                </span>
              </Slider.Root>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
