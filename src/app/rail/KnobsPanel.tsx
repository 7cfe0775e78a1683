// Readings of what the drafts leave open, each with its place, a sentence and its default. Turning one
// starts the run again with it, from the opening to the same time.

import { useId } from 'react';
import { knobsFor } from '#scenario/knobs.ts';
import { bundled } from '#scenario/library.ts';
import type { Scenario } from '#session/protocol.ts';
import { editScenario, useDocument } from '#app/stores/document.ts';
import { useView } from '#app/stores/view.ts';

interface Choice {
  readonly label: string;
  readonly cite: string;
  readonly doc: string;
  readonly value: string;
  /** As the scenario came: a bundled one may turn a knob itself. */
  readonly own: string;
  readonly values: readonly { readonly value: string; readonly words: string }[];
  readonly set: (value: string) => void;
}

/** The draft that most places are of goes without saying; its own are told by section. */
const short = (cite: string): string =>
  cite.replace(/^DMM §/, '§').replace(/^PMIP §/, 'RFC 5213 §');

/** The scenario as it came, as far as it is known: a bundled one, else one with nothing turned. */
const originOf = ({ id }: Scenario): Partial<Scenario> =>
  (id === undefined ? undefined : bundled(id)) ?? { profile: 'draft-05' };

const hostOf = (nodes: Scenario['nodes'] | undefined): Scenario['nodes'][number] | undefined =>
  nodes?.find(({ kind }) => kind === 'mn');

function draftKnobs(scenario: Scenario): readonly Choice[] {
  const origin = originOf(scenario);
  return knobsFor(scenario).map(({ name, label, cite, doc, values }) => ({
    label,
    cite: short(cite),
    doc,
    value: scenario.knobs?.[name] ?? values[0].value,
    own: origin.knobs?.[name] ?? values[0].value,
    values,
    set: (value) => editScenario({ knobs: { ...scenario.knobs, [name]: value } }),
  }));
}

const PROFILES = [
  { value: 'draft-05', words: 'draft-05' },
  { value: 'rfc8885', words: 'RFC 8885' },
] as const;

const HOSTS = [
  { value: 'C', words: 'C: preferences and routes' },
  { value: 'B', words: 'B: preferences' },
  { value: 'A', words: 'A: ignores both' },
] as const;

function otherKnobs(scenario: Scenario): readonly Choice[] {
  const mobile = hostOf(scenario.nodes);
  const origin = originOf(scenario);
  const came = hostOf(origin.nodes);
  const toMobiles = (change: object): void =>
    editScenario({
      nodes: scenario.nodes.map((node) => (node.kind === 'mn' ? { ...node, ...change } : node)),
    });
  return [
    {
      label: 'Wire profile',
      cite: '§4.3',
      doc: 'Where the D flag stands and which numbers the options have.',
      value: scenario.profile,
      own: origin.profile ?? 'draft-05',
      values: PROFILES,
      set: (value) => editScenario({ profile: value === 'rfc8885' ? 'rfc8885' : 'draft-05' }),
    },
    {
      label: 'Host type of the MNs',
      cite: 'RFC 4191 §3',
      doc: 'What a host does with router preferences and more-specific routes.',
      value: mobile?.hostType ?? 'C',
      own: came?.hostType ?? 'C',
      values: HOSTS,
      set: (hostType) => toMobiles({ hostType }),
    },
    {
      label: 'Source by next hop (rule 5.5)',
      cite: 'RFC 6724 §5',
      doc: 'Prefer a source address whose prefix the next hop advertised.',
      value: mobile?.rule55 === true ? 'on' : 'off',
      own: came?.rule55 === true ? 'on' : 'off',
      values: [
        { value: 'off', words: 'off' },
        { value: 'on', words: 'on' },
      ],
      set: (value) => toMobiles({ rule55: value === 'on' }),
    },
  ];
}

/** What a bundled scenario shows of a draft. */
const FIGURE = /Figure \d+$/;

function KnobRow({ choice, readOnly, cite }: { choice: Choice; readOnly: boolean; cite: string }) {
  const id = useId();
  const { value, own, values } = choice;
  const isTurned = value !== own;
  const figure = FIGURE.exec(cite)?.[0];
  return (
    <div className="knob" data-turned={isTurned || undefined}>
      <label className="knob-label" htmlFor={id}>
        {choice.label}
      </label>
      <span className="ref knob-cite">{choice.cite}</span>
      <select
        id={id}
        className="knob-value"
        aria-describedby={`${id}-doc`}
        value={choice.value}
        disabled={readOnly}
        onChange={(event) => choice.set(event.target.value)}
      >
        {choice.values.map(({ value, words }, i) => (
          <option key={value} value={value}>
            {i === 0 ? `${words} (default)` : words}
          </option>
        ))}
      </select>
      <p className="knob-doc" id={`${id}-doc`}>
        {choice.doc}
      </p>
      {!isTurned && value !== values[0]?.value && (
        <p className="knob-turned">chosen by this scenario, not the default</p>
      )}
      {isTurned && (
        <p className="knob-turned">
          <span>
            <b aria-hidden="true">≠ </b>
            differs from {figure ?? 'the scenario as it came'}
          </span>
          <button
            type="button"
            className="btn small"
            disabled={readOnly}
            aria-label={`Back to what it was: ${choice.label}`}
            onClick={() => choice.set(own)}
          >
            Back
          </button>
        </p>
      )}
    </div>
  );
}

/** All knobs as the scenario came, in one step. */
function resetAll(scenario: Scenario): void {
  const { knobs = {}, profile = 'draft-05', nodes } = originOf(scenario);
  const came = hostOf(nodes);
  const host = {
    ...(came?.hostType === undefined ? {} : { hostType: came.hostType }),
    ...(came?.rule55 === undefined ? {} : { rule55: came.rule55 }),
  };
  const reset = scenario.nodes.map((node) => {
    const { hostType: _type, rule55: _rule, ...rest } = node;
    return node.kind === 'mn' ? { ...rest, ...host } : node;
  });
  editScenario({ knobs, profile, nodes: reset });
}

export function KnobsPanel() {
  const scenario = useDocument((state) => state.scenario);
  const readOnly = useView((state) => state.readOnly);
  if (!scenario) return null;
  const choices = [...draftKnobs(scenario), ...otherKnobs(scenario)];
  const turned = choices.filter(({ value, own }) => value !== own).length;
  return (
    <div className="knobs">
      <p className="knob-doc">
        Where the drafts leave a choice, the first reading of each list is the default. A change
        starts the run again from its opening and plays to the same time; what you did by hand stays
        in the script, and the link carries the reading.
      </p>
      <button
        type="button"
        className="btn small knob-reset"
        disabled={readOnly || turned === 0}
        onClick={() => resetAll(scenario)}
      >
        {turned === 0
          ? 'Nothing is turned'
          : `Reset ${turned === 1 ? 'one knob' : `${turned} knobs`}`}
      </button>
      {choices.map((choice) => (
        <KnobRow
          key={choice.label}
          choice={choice}
          readOnly={readOnly}
          cite={scenario.cite ?? ''}
        />
      ))}
      <div className="knob">
        <label className="knob-label" htmlFor="knob-seed">
          Seed
        </label>
        <span className="ref knob-cite">random</span>
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
