// The question before a deed, as a small dialog: its fields, what is wrong with them, and the deed.

import { Dialog } from '@base-ui/react/dialog';
import type { SyntheticEvent } from 'react';
import { useId, useRef, useState } from 'react';
import { Icon } from '#app/parts/Icon.tsx';
import { deeds, focusBefore, useDeeds } from '#app/stores/deeds.ts';
import type { Answers, Field, Question } from './question.ts';
import { askedOf, firstAnswer, wrongWith } from './question.ts';

interface FieldProps {
  readonly field: Field;
  readonly answer: string;
  readonly wrong: string | undefined;
  readonly set: (answer: string) => void;
}

function Input({ field, answer, set, id, wrong }: FieldProps & { id: string }) {
  const told = wrong === undefined ? undefined : `${id}-wrong`;
  switch (field.kind) {
    case 'choice':
      return (
        <select id={id} className="field" value={answer} onChange={(e) => set(e.target.value)}>
          {field.options.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      );
    case 'tick':
      return (
        <input
          id={id}
          type="checkbox"
          checked={answer === 'yes'}
          onChange={(e) => set(e.target.checked ? 'yes' : '')}
        />
      );
    case 'number':
    case 'text':
      return (
        <input
          id={id}
          className="field"
          type="text"
          inputMode={field.kind === 'number' ? 'decimal' : 'text'}
          autoComplete="off"
          value={answer}
          aria-invalid={wrong !== undefined}
          aria-describedby={told}
          onFocus={(e) => e.target.select()}
          onChange={(e) => set(e.target.value)}
        />
      );
  }
}

function FieldRow(props: FieldProps) {
  const id = useId();
  const { field, wrong } = props;
  return (
    <div className={`ask-row is-${field.kind}`}>
      <label htmlFor={id}>{field.label}</label>
      <span className="ask-input">
        <Input {...props} id={id} />
        {field.kind === 'number' && field.unit !== '' && <span className="dim">{field.unit}</span>}
      </span>
      {wrong !== undefined && (
        <p className="ask-wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
    </div>
  );
}

function Form({ question }: { readonly question: Question }) {
  const { fields, note, confirm } = question;
  const [answers, setAnswers] = useState<Answers>(() =>
    Object.fromEntries(fields.map((field) => [field.id, firstAnswer(field)])),
  );
  const asked = askedOf(fields, answers);
  const [tried, setTried] = useState(false);
  const wrongOf = (field: Field): string | undefined => wrongWith(field, answers[field.id] ?? '');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (asked.some((field) => wrongOf(field) !== undefined)) return;
    deeds.closeQuestion();
    question.run(answers);
  };
  return (
    <form onSubmit={submit} noValidate>
      {note !== undefined && <p className="ask-note">{note}</p>}
      {asked.map((field) => (
        <FieldRow
          key={field.id}
          field={field}
          answer={answers[field.id] ?? ''}
          wrong={tried ? wrongOf(field) : undefined}
          set={(answer) => setAnswers((all) => ({ ...all, [field.id]: answer }))}
        />
      ))}
      <div className="ask-acts">
        <Dialog.Close className="btn">Cancel</Dialog.Close>
        <button type="submit" className="btn main">
          {confirm}
        </button>
      </div>
    </form>
  );
}

export function QuestionDialog() {
  const question = useDeeds((state) => state.question);
  const popup = useRef<HTMLDivElement>(null);
  if (!question) return null;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && deeds.closeQuestion()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup
          className="dialog ask"
          ref={popup}
          initialFocus={() => popup.current?.querySelector<HTMLElement>('select, input') ?? true}
          finalFocus={focusBefore}
        >
          <div className="dialog-head">
            <Dialog.Title>{question.title}</Dialog.Title>
            <Dialog.Close className="btn quiet icon" aria-label="Close">
              <Icon name="close" />
            </Dialog.Close>
          </div>
          <Form key={question.title} question={question} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
