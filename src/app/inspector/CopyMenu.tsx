// The menu behind the copy button: the octets of a frame in three forms.

import { Menu } from '@base-ui/react/menu';
import type { PopupProps } from '#app/parts/OnDemand.tsx';
import { cText, dumpText, hexText } from './copy-text.ts';

const FORMS = [
  { words: 'Hexadecimal', make: hexText },
  { words: 'C array', make: (octets: Uint8Array) => cText(octets) },
  { words: 'Text with offsets', make: dumpText },
] as const;

interface Props extends PopupProps {
  readonly octets: Uint8Array;
}

export function CopyMenu({ className, label, children, octets }: Props) {
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className={className} aria-label={label}>
        {children}
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
