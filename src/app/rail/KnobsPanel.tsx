// Readings of what the drafts leave open. Turning one starts the run again with it, to the same time.

import { useId } from 'react';
import { knobsFor } from '#scenario/knobs.ts';
import type { Scenario } from '#session/protocol.ts';
import { editScenario, useDocument } from '#app/stores/document.ts';
import { useView } from '#app/stores/view.ts';

interface Choice {
  readonly label: string;
  readonly cite: string;
  readonly doc: string;
  readonly value: string;
  readonly values: readonly { readonly value: string; readonly words: string }[];
  readonly set: (value: string) => void;
}

const short = (cite: string): string => cite.replace(/^DMM §/, '').replace('step ', 'st. ');

function draftKnobs(scenario: Scenario): readonly Choice[] {
  return knobsFor(scenario).map(({ name, label, cite, doc, values }) => ({
    label,
    cite: short(cite),
    doc,
    value: scenario.knobs?.[name] ?? values[0].value,
    values,
    set: (value) => editScenario({ knobs: { ...scenario.knobs, [name]: value } }),
  }));
}

const PROFILES = [
  { value: 'draft-05', words: 'draft-05' },
  { value: 'rfc8885', words: 'RFC 8885' },
] as const;

const HOSTS = [
  { value: 'A', words: 'A, ignores both' },
  { value: 'B', words: 'B, preferences' },
  { value: 'C', words: 'C, and routes' },
] as const;

function otherKnobs(scenario: Scenario): readonly Choice[] {
  const mobile = scenario.nodes.find(({ kind }) => kind === 'mn');
  const host = mobile?.hostType ?? 'C';
  const toMobiles = (change: object): void =>
    editScenario({
      nodes: scenario.nodes.map((node) => (node.kind === 'mn' ? { ...node, ...change } : node)),
    });
  return [
    {
      label: 'Wire profile',
      cite: '4.3',
      doc: 'Where the D flag stands and which numbers the options have.',
      value: scenario.profile,
      values: PROFILES,
      set: (value) => editScenario({ profile: value === 'rfc8885' ? 'rfc8885' : 'draft-05' }),
    },
    {
      label: 'Host type of the MNs',
      cite: 'RFC 4191 §3',
      doc: 'What a host does with router preferences and more-specific routes.',
      value: host,
      values: HOSTS,
      set: (hostType) => toMobiles({ hostType }),
    },
    {
      label: 'Source by next hop (rule 5.5)',
      cite: 'RFC 6724 §5',
      doc: 'Prefer a source address whose prefix the next hop advertised.',
      value: mobile?.rule55 === true ? 'on' : 'off',
      values: [
        { value: 'off', words: 'off' },
        { value: 'on', words: 'on' },
      ],
      set: (value) => toMobiles({ rule55: value === 'on' }),
    },
  ];
}

function KnobRow({ choice, readOnly }: { choice: Choice; readOnly: boolean }) {
  const id = useId();
  return (
    <div className="knob">
      <label className="knob-label" htmlFor={id}>
        {choice.label}
      </label>
      <span className="ref">{choice.cite}</span>
      <select
        id={id}
        className="knob-value"
        title={choice.doc}
        value={choice.value}
        disabled={readOnly}
        onChange={(event) => choice.set(event.target.value)}
      >
        {choice.values.map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

export function KnobsPanel() {
  const scenario = useDocument((state) => state.scenario);
  const readOnly = useView((state) => state.readOnly);
  if (!scenario) return null;
  return (
    <div className="knobs">
      {[...draftKnobs(scenario), ...otherKnobs(scenario)].map((choice) => (
        <KnobRow key={choice.label} choice={choice} readOnly={readOnly} />
      ))}
      <div className="knob">
        <label className="knob-label" htmlFor="knob-seed">
          Seed
        </label>
        <span className="ref">random</span>
        <input
          id="knob-seed"
          className="knob-value"
          type="number"
          min={0}
          max={4294967295}
          value={scenario.seed}
          disabled={readOnly}
          onChange={(event) => {
            const seed = Math.trunc(event.target.valueAsNumber);
            if (seed >= 0 && seed <= 4294967295) editScenario({ seed });
          }}
        />
      </div>
    </div>
  );
}
