// A tooltip with the key that does the same. The name itself is the button's `aria-label` or text.

import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';

interface Props {
  readonly text: string;
  readonly keys?: string | undefined;
  readonly side?: 'top' | 'bottom' | 'right';
  readonly children: ReactElement;
}

export function Tip({ text, keys, side = 'top', children }: Props) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} delay={400} />
      <Tooltip.Portal>
        <Tooltip.Positioner className="positioner" side={side} sideOffset={8}>
          <Tooltip.Popup className="tip">
            {text}
            {keys !== undefined && <kbd>{keys}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
