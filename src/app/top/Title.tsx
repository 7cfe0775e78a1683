// The scenario's title: the page's heading; a press renames it.

import { useEffect, useRef, useState } from 'react';
import { editTitle, useDocument } from '#app/stores/document.ts';
import { useView } from '#app/stores/view.ts';

/** A longer title is cut. */
const LONGEST = 80;

export function Title() {
  const title = useDocument((state) => state.scenario?.title ?? 'Roamscope');
  const readOnly = useView((state) => state.readOnly);
  const [draft, setDraft] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const editing = draft !== undefined;
  useEffect(() => {
    document.title = `${title} – Roamscope`;
  }, [title]);
  useEffect(() => {
    if (editing) input.current?.select();
  }, [editing]);
  const end = (keep: boolean): void => {
    const text = draft?.trim().slice(0, LONGEST);
    if (keep && text && text !== title) editTitle(text);
    setDraft(undefined);
  };
  if (readOnly) return <h1 className="top-title">{title}</h1>;
  return (
    <h1 className="top-title">
      {editing ? (
        <input
          ref={input}
          className="top-title-input"
          aria-label="Title"
          value={draft}
          maxLength={LONGEST}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => end(true)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') end(true);
            if (event.key === 'Escape') end(false);
          }}
        />
      ) : (
        <button
          type="button"
          className="top-title-button"
          title="Rename"
          onClick={() => setDraft(title)}
        >
          {title}
        </button>
      )}
    </h1>
  );
}
