// Access technologies in the fewest letters, for places where the registered name is too long.

/**
 * By Access Technology Type: RFC 5213 §8.5, and what IANA has added. UTRAN and 1xRTT are called what
 * the drafts call them (MIF Figure 2: 3G; VMN §3: CDMA).
 */
const TECHNOLOGIES: Readonly<Record<number, string>> = {
  1: 'virtual',
  2: 'PPP',
  3: 'Ethernet',
  4: 'WLAN',
  5: 'WiMAX',
  6: 'GERAN',
  7: '3G',
  8: 'E-UTRAN',
  9: 'eHRPD',
  10: 'HRPD',
  11: 'CDMA',
  12: 'UMB',
  13: 'NB-IoT',
};

/** Of radios and cells that do not say: IEEE 802.11. */
const USUAL = 4;

/** The name of an Access Technology Type: `WLAN`; a number that has none stands for itself: `type 99`. */
export const technologyName = (att: number = USUAL): string => TECHNOLOGIES[att] ?? `type ${att}`;
