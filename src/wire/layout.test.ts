import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Ipv6 } from './address.ts';
import type * as binding from './binding-messages.ts';
import type { RecordOf } from './layout.ts';
import type { anchoredPrefix } from './options-dmm.ts';
import type { MobilityOption } from './packet.ts';

describe('a record', () => {
  it('has the type that its layout says', () => {
    expectTypeOf<RecordOf<typeof anchoredPrefix>>().toEqualTypeOf<{
      readonly is: 'AnchoredPrefix';
      readonly prefixLength: number;
      readonly prefix: Ipv6;
    }>();
    expectTypeOf<
      RecordOf<typeof binding.bindingUpdateDraft05>
    >().toEqualTypeOf<binding.BindingUpdate>();
  });

  it('that lacks a field, or has a wrong one, does not compile', () => {
    // @ts-expect-error a prefix has an address
    const lacking: MobilityOption = { is: 'AnchoredPrefix', prefixLength: 64 };
    // @ts-expect-error an address is no bare string
    const bare: MobilityOption = { is: 'ServingMaar', address: '2001:db8::1' };
    // @ts-expect-error the layout has no such field
    const more: MobilityOption = { is: 'HandoffIndicator', value: 1, kind: 2 };
    // @ts-expect-error there is no such option
    const none: MobilityOption = { is: 'HandoverIndicator', value: 1 };
    expect([lacking, bare, more, none].length).toBe(4);
  });
});
