// All keys, from the one registry.

import { Dialog } from '@base-ui/react/dialog';
import type { Key } from '#app/keys.ts';
import { KEYS } from '#app/keys.ts';
import { Icon } from '#app/parts/Icon.tsx';
import { view } from '#app/stores/view.ts';

const GROUPS = [
  { id: 'Run', title: 'Time' },
  { id: 'Act', title: 'Acting' },
  { id: 'Look', title: 'Panes' },
] as const;

export function HelpSheet() {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && view.open(undefined)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog wide">
          <div className="dialog-head">
            <Dialog.Title>Keys</Dialog.Title>
            <Dialog.Close className="btn quiet icon" aria-label="Close">
              <Icon name="close" />
            </Dialog.Close>
          </div>
          <div className="help-groups">
            {GROUPS.map(({ id, title }) => (
              <section key={id}>
                <h3>{title}</h3>
                <dl className="help-keys">
                  {Object.values<Key>(KEYS)
                    .filter(({ group }) => group === id)
                    .map(({ print, does }) => (
                      <div key={print}>
                        <dt>
                          <kbd>{print}</kbd>
                        </dt>
                        <dd>{does}</dd>
                      </div>
                    ))}
                </dl>
              </section>
            ))}
          </div>
          <p className="dim">
            With the focus on a mobile node: Enter picks it up, ← and → choose an access point,
            Enter drops it, Esc cancels. The menu key, or a right click, on a node, a link, a flying
            message or a row of the ladder shows what can be done to it.
          </p>
          <p>
            <button type="button" className="why" onClick={() => view.openReference()}>
              What the specifications demand
            </button>
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
