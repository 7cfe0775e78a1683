// The one tooltip of the page, beside the control that it belongs to.

import { Tooltip } from '@base-ui/react/tooltip';

export function TipLayer({ host }: { readonly host: HTMLElement }) {
  const { tip: text, keys, side } = host.dataset;
  return (
    <Tooltip.Root open>
      <Tooltip.Portal>
        <Tooltip.Positioner
          className="positioner"
          anchor={host}
          side={side === 'right' || side === 'bottom' ? side : 'top'}
          sideOffset={8}
          collisionPadding={8}
        >
          <Tooltip.Popup className="tip" aria-hidden="true">
            {text}
            {keys !== undefined && <kbd>{keys}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
