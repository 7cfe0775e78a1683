// What the drafts and the RFCs below them demand, in our words. A test names in its title the ids
// that it covers; open.ts lists those that no test names yet.

import type { Requirement } from './demands.ts';
import { maarRequirements } from './requirements-8885.ts';
import { revocationRequirements } from './requirements-bri.ts';
import { dmmRequirements } from './requirements-dmm.ts';
import { heartbeatRequirements } from './requirements-hb.ts';
import { multihomingRequirements } from './requirements-mif.ts';
import { clientRequirements } from './requirements-mip6.ts';
import { networkRequirements } from './requirements-nemo.ts';
import { formatRequirements } from './requirements-pmip-formats.ts';
import { anchorRequirements } from './requirements-pmip-lma.ts';
import { gatewayRequirements } from './requirements-pmip-mag.ts';
import { virtualInterfaceRequirements } from './requirements-vip.ts';
import { virtualNodeRequirements } from './requirements-vmn.ts';

/** All demands, document by document, each in its order. */
export const requirements: readonly Requirement[] = [
  ...virtualInterfaceRequirements,
  ...virtualNodeRequirements,
  ...multihomingRequirements,
  ...dmmRequirements,
  ...maarRequirements,
  ...anchorRequirements,
  ...gatewayRequirements,
  ...formatRequirements,
  ...revocationRequirements,
  ...heartbeatRequirements,
  ...clientRequirements,
  ...networkRequirements,
];
