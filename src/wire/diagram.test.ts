import { describe, expect, it } from 'vitest';
import {
  bindingAcknowledgementDraft05,
  bindingAcknowledgementRfc8885,
  bindingUpdateDraft05,
  bindingUpdateRfc8885,
} from './binding-messages.ts';
import { diagramOf, drawingOf } from './diagram.ts';
import { ethernet, greHeader, ipv6Header } from './ipv6.ts';
import type { Layout } from './layout.ts';
import { heartbeat, homeTest } from './mobility-header.ts';
import { mobileNodeIdentifier, timestamp } from './mobility-options.ts';
import { routeInformation, sourceLinkLayerAddress } from './nd-options.ts';
import {
  anchoredPrefix,
  dlifLinkLayerAddress,
  dlifLinkLocalAddress,
  localPrefix,
} from './options-dmm.ts';

const drawing = (layout: Layout, skip = 0): string => drawingOf(diagramOf(layout, skip));

/** Figures are the same when their words and lines are: blanks may stand elsewhere. */
const withoutBlanks = (text: string): string => text.replaceAll(/\s+/g, '');
const body = (text: string): string => text.split('\n').slice(2).join('\n');

// The seed texts have each figure as one line without its blanks' number; rulers are the same.
const RULER = `+${'-+'.repeat(32)}`;
const HALF = `+${'-+'.repeat(16)}`;
const address = (label: string): string => `| | + + | | + ${label} + | | + + | | ${RULER}`;

describe('the drawing of a layout is the figure of its draft', () => {
  it.each([
    [
      'DMM §4.3.3',
      anchoredPrefix,
      `${RULER} | Type | Length | Reserved | Prefix Length | ${RULER} ${address('Anchored Prefix')}`,
    ],
    [
      'DMM §4.3.4',
      localPrefix,
      `${RULER} | Type | Length | Reserved | Prefix Length | ${RULER} ${address('Local Prefix')}`,
    ],
    [
      'DMM §4.3.5',
      dlifLinkLocalAddress,
      `${HALF} | Type | Length | ${RULER} ${address('DLIF Link-local Address')}`,
    ],
    [
      'DMM §4.3.6',
      dlifLinkLayerAddress,
      `${RULER} | Type | Length | Reserved | ${RULER} | | + DLIF Link-layer Address + . ... . | | ${RULER}`,
    ],
  ])('%s', (_cite, layout, figure) => {
    expect(withoutBlanks(body(drawing(layout)))).toBe(withoutBlanks(figure));
  });

  it('DMM §4.3.1, with the later flags T, B and S where the draft has reserved bits', () => {
    expect(drawing(bindingUpdateDraft05, 48)).toMatchInlineSnapshot(`
      " 0                   1                   2                   3
       0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
                                      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
                                      |          Sequence #           |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |A|H|L|K|M|R|P|D|T|B|S|Reserved |           Lifetime            |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                                                               |
      .                                                               .
      .                       Mobility options                        .
      .                                                               .
      |                                                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"
    `);
  });

  it('DMM §4.3.2', () => {
    expect(drawing(bindingAcknowledgementDraft05, 48)).toMatchInlineSnapshot(`
      " 0                   1                   2                   3
       0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
                                      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
                                      |    Status     |K|R|P|D|B|S|Rsv|
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |          Sequence #           |           Lifetime            |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                                                               |
      .                                                               .
      .                       Mobility options                        .
      .                                                               .
      |                                                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"
    `);
  });

  it('RFC 8885 §4.1 and §4.2', () => {
    const flags = (layout: Layout): string =>
      body(drawing(layout, 48))
        .split('\n')
        .find((line) => line.includes('|P|')) ?? '';
    expect(flags(bindingUpdateRfc8885).trim()).toBe(
      '|A|H|L|K|M|R|P|F|T|B|S|D| Rsrvd |           Lifetime            |',
    );
    expect(flags(bindingAcknowledgementRfc8885).trim()).toBe('|    Status     |K|R|P|T|B|S|D| |');
  });
});

describe('a drawing', () => {
  it('has an address over four rows, its name in their middle', () => {
    expect(drawing(anchoredPrefix)).toMatchInlineSnapshot(`
      " 0                   1                   2                   3
       0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |     Type      |    Length     |   Reserved    | Prefix Length |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                                                               |
      +                                                               +
      |                                                               |
      +                        Anchored Prefix                        +
      |                                                               |
      +                                                               +
      |                                                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"
    `);
  });

  it('has fields that end within a row', () => {
    expect(drawing(timestamp)).toMatchInlineSnapshot(`
      " 0                   1                   2                   3
       0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
                                      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
                                      |     Type      |    Length     |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                            Seconds                            |
      +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                               |           Fraction            |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"
    `);
    expect(drawing(ethernet)).toMatchInlineSnapshot(`
      " 0                   1                   2                   3
       0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                          Destination                          |
      +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                               |                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
      |                            Source                             |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |          Ether Type           |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"
    `);
    expect(drawing(sourceLinkLayerAddress)).toMatchInlineSnapshot(`
      " 0                   1                   2                   3
       0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |     Type      |    Length     |                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
      |                            Address                            |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"
    `);
  });

  it('has open fields, also behind others in a row', () => {
    expect(drawing(mobileNodeIdentifier)).toMatchInlineSnapshot(`
      " 0                   1                   2                   3
       0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |     Type      |    Length     |    Subtype    |Identifier ... |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+               +
      .                              ...                              .
      |                                                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"
    `);
    expect(drawing(routeInformation)).toMatchInlineSnapshot(`
      " 0                   1                   2                   3
       0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |     Type      |    Length     | Prefix Length |Rsrvd|Prf|Rsrvd|
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                        Route Lifetime                         |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                                                               |
      +                            Prefix                             +
      .                              ...                              .
      |                                                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"
    `);
    expect(drawing(heartbeat, 48)).toMatchInlineSnapshot(`
      " 0                   1                   2                   3
       0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
                                      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
                                      |         Reserved          |U|R|
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                        Sequence Number                        |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                                                               |
      .                                                               .
      .                       Mobility options                        .
      .                                                               .
      |                                                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"
    `);
  });

  it('has whole headers', () => {
    expect(drawing(ipv6Header)).toMatchInlineSnapshot(`
      " 0                   1                   2                   3
       0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |Version| Traffic Class |              Flow Label               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |        Payload Length         |  Next Header  |   Hop Limit   |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                                                               |
      +                                                               +
      |                                                               |
      +                        Source Address                         +
      |                                                               |
      +                                                               +
      |                                                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                                                               |
      +                                                               +
      |                                                               |
      +                      Destination Address                      +
      |                                                               |
      +                                                               +
      |                                                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"
    `);
    expect(drawing(greHeader)).toMatchInlineSnapshot(`
      " 0                   1                   2                   3
       0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |C| |K|S|       Reserved        |         Protocol Type         |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                              Key                              |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"
    `);
    expect(drawing(homeTest)).toMatchInlineSnapshot(`
      " 0                   1                   2                   3
       0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      | Payload Proto |  Header Len   |    MH Type    |   Reserved    |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |           Checksum            |          Nonce Index          |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                                                               |
      +                            Cookie                             +
      |                                                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                                                               |
      +                         Keygen Token                          +
      |                                                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
      |                                                               |
      .                                                               .
      .                       Mobility options                        .
      .                                                               .
      |                                                               |
      +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"
    `);
  });

  it('covers each bit of the fixed part once', () => {
    const { rows } = diagramOf(ipv6Header);
    for (const row of rows) {
      let column = 0;
      for (const { from, to } of row) {
        expect(from).toBe(column);
        column = to;
      }
      expect(column).toBe(32);
    }
    expect(rows.length).toBe(10);
  });
});
