// Everything is in the link: scenario, seed, script and place. It reaches no server.

import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useState } from 'react';
import { LENGTHS } from '#scenario/url.ts';
import { addressOf, linkNow } from '#app/link.ts';
import { saveScenario } from '#app/files.ts';
import { Icon } from '#app/parts/Icon.tsx';
import { useView, view } from '#app/stores/view.ts';
import { qrOf } from './qr.ts';

function Code({ text }: { readonly text: string }) {
  const { size, d } = qrOf(text);
  return (
    <figure>
      <svg className="share-qr" viewBox={`-2 -2 ${size + 4} ${size + 4}`} aria-hidden="true">
        <path d={d} />
      </svg>
      <figcaption className="sr-only">QR code of the link</figcaption>
    </figure>
  );
}

/** What the length of the fragment means. */
function Length({ length }: { readonly length: number }) {
  if (length > LENGTHS.most) {
    return (
      <p className="share-warn">
        <Icon name="warn" /> This link is too long ({length} characters). Save a file instead.
      </p>
    );
  }
  if (length > LENGTHS.long) {
    return (
      <p className="share-warn">
        <Icon name="warn" /> {length} characters: some mail and chat tools may cut it.
      </p>
    );
  }
  return <p className="dim">{length} characters. Nothing of it reaches a server.</p>;
}

export function ShareDialog() {
  const locked = useView((state) => state.readOnly);
  const [here, setHere] = useState(true);
  const [readOnly, setReadOnly] = useState(locked);
  const [play, setPlay] = useState(false);
  const [link, setLink] = useState('');
  const [copied, setCopied] = useState('');

  useEffect(() => {
    let stale = false;
    void linkNow({ here, readOnly, play }).then((fragment) => {
      if (!stale && fragment !== undefined) setLink(fragment);
    });
    return () => {
      stale = true;
    };
  }, [here, readOnly, play]);

  const address = addressOf(link);
  const copy = (): void => {
    navigator.clipboard.writeText(address).then(
      () => setCopied(address),
      () => document.querySelector<HTMLInputElement>('.share-link')?.select(),
    );
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && view.open(undefined)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog share">
          <div className="dialog-head">
            <Dialog.Title>Share</Dialog.Title>
            <Dialog.Close className="btn quiet icon" aria-label="Close">
              <Icon name="close" />
            </Dialog.Close>
          </div>
          <div className="share-row">
            <input
              className="field share-link mono"
              aria-label="Link"
              readOnly
              value={link === '' ? '' : address}
              onFocus={(event) => event.target.select()}
            />
            <button
              type="button"
              className="btn main"
              disabled={link === '' || link.length > LENGTHS.most}
              onClick={copy}
            >
              <Icon name={copied === address ? 'tick' : 'copy'} size={16} />
              {copied === address ? 'Copied' : 'Copy'}
            </button>
          </div>
          <Length length={link.length} />
          <div className="share-body">
            <div className="share-options">
              <fieldset>
                <legend>It opens</legend>
                <label>
                  <input type="radio" name="at" checked={here} onChange={() => setHere(true)} />
                  here, at this event
                </label>
                <label>
                  <input type="radio" name="at" checked={!here} onChange={() => setHere(false)} />
                  at the beginning
                </label>
              </fieldset>
              <label>
                <input
                  type="checkbox"
                  checked={play}
                  onChange={(event) => setPlay(event.target.checked)}
                />
                playing
              </label>
              <label>
                <input
                  type="checkbox"
                  checked={readOnly}
                  disabled={locked}
                  onChange={(event) => setReadOnly(event.target.checked)}
                />
                read-only
              </label>
              <button type="button" className="btn" onClick={saveScenario}>
                Save as file (.json)
              </button>
            </div>
            {link !== '' && link.length <= LENGTHS.qr && <Code text={address} />}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
