// Keys of the whole page.

import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import { keyMap } from './keys.ts';

export function useKeys(): void {
  useEffect(() => tinykeys(window, keyMap()), []);
}
