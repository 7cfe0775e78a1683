// What tshark reads in the PBUs, PBAs, BRIs, BRAs and Heartbeats of the scenarios of Proxy Mobile IPv6,
// field by field, against what the sender meant. tshark 4.0.17 knows no message above type 18, and
// names the errors of BRAs as a draft did; numbers are compared, not names.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { build } from '#scenario/build.ts';
import { castOf } from '#scenario/cast.ts';
import { proxies } from '#scenario/pmip.ts';
import type { Scenario } from '#scenario/schema.ts';
import { Timeline } from '#sim/timeline.ts';
import { capture } from '#view/export/pcapng.ts';
import { MESSAGE_CLASS } from '#wire/classify.ts';
import type { MobilityMessage, MobilityOption } from '#wire/packet.ts';
import { mobilityIn, packetIn } from './watched.ts';

/** The referee is part of the tests' set-up, so its absence is a failure. */
function ask(command: string, args: readonly string[]): readonly string[] {
  const run = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.error !== undefined) throw new Error(`${command} is needed: ${run.error.message}`);
  return run.stdout.split('\n');
}

const folder = mkdtempSync(join(tmpdir(), 'referee-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Fields of tshark, by the names under which they are compared here. */
const FIELDS = {
  type: 'mip6.mhtype',
  malformed: '_ws.malformed',
  updateSequence: 'mip6.bu.seqnr',
  acknowledge: 'mip6.bu.a_flag',
  home: 'mip6.bu.h_flag',
  updateProxy: 'mip6.bu.p_flag',
  updateLifetime: 'mip6.bu.lifetime',
  answerStatus: 'mip6.ba.status',
  answerProxy: 'mip6.ba.p_flag',
  answerSequence: 'mip6.ba.seqnr',
  answerLifetime: 'mip6.ba.lifetime',
  heartbeatUnsolicited: 'mip6.hb.u_flag',
  heartbeatResponse: 'mip6.hb.r_flag',
  heartbeatSequence: 'mip6.hb.seqnr',
  restartCounter: 'mip6.rc',
  revocationType: 'mip6.bri_br.type',
  trigger: 'mip6.bri_r.trigger',
  revocationStatus: 'mip6.bri_status',
  revocationSequence: 'mip6.bri_seqnr',
  indicationProxy: 'mip6.bri_ip',
  indicationGlobal: 'mip6.bri_ig',
  revokedProxy: 'mip6.bri_ap',
  revokedGlobal: 'mip6.bri_ag',
  subtype: 'mip6.mnid.subtype',
  identifier: 'mip6.mnid.identifier',
  prefixLength: 'mip6.nemo.mnp.pfl',
  prefix: 'mip6.nemo.mnp.mnp',
  handoff: 'mip6.hi',
  technology: 'mip6.att',
  linkLayer: 'mip6.mnlli.lli',
  linkLocal: 'mip6.lila_lla',
  greKey: 'mip6.gre_key',
  careOf: 'mip6.acoa.acoa',
  timestamp: 'mip6.timestamp_tmp',
} as const;
type Name = keyof typeof FIELDS;
type Read = Partial<Record<Name, string>>;

const flag = (value: boolean): string => (value ? '1' : '0');

/** What tshark should read in a message. */
function meant(message: MobilityMessage): Read {
  switch (message.is) {
    case 'BindingUpdate':
      return {
        type: '5',
        updateSequence: String(message.sequence),
        acknowledge: flag(message.acknowledge),
        home: flag(message.homeRegistration),
        updateProxy: flag(message.proxyRegistration),
        updateLifetime: String(message.lifetime),
        ...optionsOf(message.options),
      };
    case 'BindingAcknowledgement':
      return {
        type: '6',
        answerStatus: String(message.status),
        answerProxy: flag(message.proxyRegistration),
        answerSequence: String(message.sequence),
        answerLifetime: String(message.lifetime),
        ...optionsOf(message.options),
      };
    case 'Heartbeat':
      return {
        type: '13',
        heartbeatUnsolicited: flag(message.unsolicited),
        heartbeatResponse: flag(message.response),
        heartbeatSequence: String(message.sequence),
        ...optionsOf(message.options),
      };
    case 'BindingRevocationIndication':
      return {
        type: '16',
        revocationType: '1',
        trigger: String(message.trigger),
        revocationSequence: String(message.sequence),
        indicationProxy: flag(message.proxy),
        indicationGlobal: flag(message.global),
        ...optionsOf(message.options),
      };
    case 'BindingRevocationAcknowledgement':
      return {
        type: '16',
        revocationType: '2',
        revocationStatus: String(message.status),
        revocationSequence: String(message.sequence),
        revokedProxy: flag(message.proxy),
        revokedGlobal: flag(message.global),
        ...optionsOf(message.options),
      };
    default:
      return {};
  }
}

/** A moment, of which the referee says the nanoseconds. */
const microseconds = (whole: number, fraction: number): string =>
  `${whole}.${String(Math.floor((fraction * 1_000_000) / 65_536)).padStart(6, '0')}`;

/** `Nov 14, 2023 22:13:21.019989013 UTC` as the seconds since 1970, to the microsecond. */
function inSeconds(text: string): string {
  const [, day = '', micros = ''] = /^(.*)\.(\d{6})\d{3} UTC$/.exec(text) ?? [];
  return day === '' ? '' : `${Date.parse(`${day} UTC`) / 1000}.${micros}`;
}

/** Several options of a kind are joined by commas, as tshark does. */
function optionsOf(options: readonly MobilityOption[]): Read {
  const read: Record<string, string[]> = {};
  const add = (name: Name, value: string | number): void => {
    (read[name] ??= []).push(String(value));
  };
  for (const option of options) {
    switch (option.is) {
      case 'MobileNodeIdentifier':
        add('subtype', option.subtype);
        add('identifier', option.identifier);
        break;
      case 'HomeNetworkPrefix':
        add('prefixLength', option.prefixLength);
        add('prefix', option.prefix);
        break;
      case 'HandoffIndicator':
        add('handoff', option.value);
        break;
      case 'AccessTechnologyType':
        add('technology', option.value);
        break;
      case 'MobileNodeLinkLayerIdentifier':
        add('linkLayer', Buffer.from(option.identifier).toString('hex'));
        break;
      case 'LinkLocalAddress':
        add('linkLocal', option.address);
        break;
      case 'RestartCounter':
        add('restartCounter', option.counter);
        break;
      case 'GreKey':
        if (option.key !== undefined) add('greKey', option.key);
        break;
      case 'Timestamp':
        add('timestamp', microseconds(option.seconds, option.fraction));
        break;
      case 'AlternateCareOfAddress':
        add('careOf', option.address);
        break;
      default:
        break;
    }
  }
  return Object.fromEntries(Object.entries(read).map(([name, values]) => [name, values.join(',')]));
}

const WANTED: readonly number[] = ['PBU', 'PBA', 'BRI', 'BRA', 'heartbeat'].map(
  (name) => MESSAGE_CLASS[name as keyof typeof MESSAGE_CLASS], // five of its names
);

const sorted = (one: Read): readonly (readonly [string, string])[] =>
  Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** The messages of a run as its senders meant them, and as tshark reads them. */
function refereed(name: string, scenario: Scenario) {
  const { spec, script } = build(scenario);
  const timeline = new Timeline(spec, script);
  timeline.runTo(scenario.end);
  const { log } = timeline;
  const ids = Array.from({ length: log.frames }, (_, id) => id).filter((id) =>
    WANTED.includes(log.frame(id).type),
  );
  const chosen = {
    frames: ids.length,
    frame: (n: number) => log.frame(ids[n] ?? 0),
    event: (seq: number) => log.event(seq),
  };
  const path = join(folder, `${name}.pcapng`);
  writeFileSync(path, capture(chosen, castOf(scenario)));
  const fields = Object.values(FIELDS).flatMap((field) => ['-e', field]);
  const lines = ask('tshark', ['-r', path, '-T', 'fields', ...fields]).slice(0, ids.length);
  const read = lines.map((line): Read => {
    const values = line.split('\t');
    const entries = Object.keys(FIELDS).map((key, i) => {
      const value = values[i] ?? '';
      return [key, key === 'timestamp' ? value.replace(/^.*$/, inSeconds) : value];
    });
    return Object.fromEntries(entries.filter(([, value]) => value !== '' && value !== undefined));
  });
  const messages = ids.map((id) => {
    const message = mobilityIn(packetIn(log.frame(id).octets(), scenario.profile));
    return message === undefined ? {} : meant(message);
  });
  return { read, messages };
}

/** The scenarios, and without data but for a minute longer, with all that knobs add to messages. */
const variants: readonly (readonly [string, Scenario])[] = proxies.flatMap((scenario) => {
  const id = scenario.id ?? '';
  const knobs = { gre: 'wanted', magAddress: 'lma', heartbeat: 'on' };
  const script = scenario.script.filter((one) => one.do !== 'flow');
  const more = { ...scenario, knobs, script, end: scenario.end + seconds(70) };
  return [
    [id, scenario],
    [`${id} with GRE and made addresses`, more],
  ] as const;
});

const runs = variants.map(
  ([name, scenario]) => [name, refereed(name.replaceAll(' ', '-'), scenario)] as const,
);

describe.each(runs)('tshark on %s', (_, { read, messages }) => {
  test('reads every field of every message as it was meant', () => {
    expect(messages.length).toBeGreaterThan(3);
    expect(read.map(sorted)).toEqual(messages.map(sorted));
  });
});

/** Of every frame of a run: malformed, severity, and status of the checksums of ICMPv6 and UDP. */
function health(name: string, scenario: Scenario): readonly (readonly string[])[] {
  const { spec, script } = build(scenario);
  const timeline = new Timeline(spec, script);
  timeline.runTo(scenario.end);
  const path = join(folder, `${name}-whole.pcapng`);
  writeFileSync(path, capture(timeline.log, castOf(scenario)));
  const fields = ['_ws.malformed', '_ws.expert.severity', 'icmpv6.checksum.status'];
  const asked = [...fields, 'udp.checksum.status'].flatMap((field) => ['-e', field]);
  const checks = ['-o', 'udp.check_checksum:TRUE'];
  const lines = ask('tshark', ['-r', path, ...checks, '-T', 'fields', ...asked]).slice(0, -1);
  expect(lines).toHaveLength(timeline.log.frames);
  return lines.map((line) => line.split('\t'));
}

test.each(variants)('tshark finds nothing malformed in any frame of %s', (name, scenario) => {
  const faulty = health(name.replaceAll(' ', '-'), scenario).filter(
    ([malformed, severity = '', icmpv6 = '', udp = '']) =>
      malformed !== '' ||
      severity.split(',').some((one) => Number(one) >= 0x600000) ||
      [...icmpv6.split(','), ...udp.split(',')].includes('0'),
  );
  expect(faulty).toEqual([]);
});

test('all kinds of messages were read', () => {
  const kinds = runs.flatMap(([, { read }]) =>
    read.map(({ type, revocationType }) => `${type ?? ''} ${revocationType ?? ''}`.trim()),
  );
  const all = [...new Set(kinds)].toSorted((a, b) => (a < b ? -1 : 1));
  expect(all).toEqual(['13', '16 1', '16 2', '5', '6']);
});
