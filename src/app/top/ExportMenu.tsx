// What can be taken home.

import { Menu } from '@base-ui/react/menu';
import { saveExport } from '#app/files.ts';
import type { PopupProps } from '#app/parts/OnDemand.tsx';

const EXPORTS = [
  { what: 'ascii', name: 'ASCII ladder', note: 'at most 69 columns, as the drafts print it' },
  { what: 'pcapng', name: 'Capture (.pcapng)', note: 'all links, opens in Wireshark' },
  { what: 'tables', name: 'Tables (.json)', note: 'every table of every node, now' },
  { what: 'trace', name: 'Trace (.jsonl)', note: 'every event, with the fingerprint' },
] as const;

export function ExportMenu({ className, label, children }: PopupProps) {
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className={className} aria-label={label}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="positioner" side="bottom" align="end" sideOffset={6}>
          <Menu.Popup className="popup" aria-label="Export">
            {EXPORTS.map(({ what, name, note }) => (
              <Menu.Item key={what} className="menu-item" onClick={() => void saveExport(what)}>
                <span className="two">
                  {name}
                  <small>{note}</small>
                </span>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
