// Which line, head and tail a kind of message has on the ladder.

import type { Sign } from './LadderGlyphs.tsx';

export interface ArrowStyle {
  /** double: an answer to a registration, with a hollow head. */
  readonly line: 'solid' | 'double' | 'dotted' | 'dashed' | 'data' | 'next';
  readonly sign: Sign | undefined;
}

const SOLID: ArrowStyle = { line: 'solid', sign: undefined };

/** Registration requests are solid, their answers double; other messages carry a sign at the tail. */
export function arrowStyle(type: string): ArrowStyle {
  switch (type.toUpperCase()) {
    case 'PBA':
    case 'BA':
    case 'BRA':
    case 'UPA':
    case 'FBA':
      return { line: 'double', sign: undefined };
    case 'RA':
      return { line: 'solid', sign: 'diamond' };
    case 'RS':
      return { line: 'solid', sign: 'hollow' };
    case 'NS':
      return { line: 'solid', sign: 'question' };
    case 'NA':
      return { line: 'solid', sign: 'answer' };
    case 'BRI':
      return { line: 'solid', sign: 'square' };
    case 'UPN':
    case 'FBI':
      return { line: 'solid', sign: 'pentagon' };
    default:
      return isError(type) ? { line: 'solid', sign: 'barred' } : SOLID;
  }
}

function isError(type: string): boolean {
  return /unreachable|too ?big|exceeded|problem|error/i.test(type);
}
