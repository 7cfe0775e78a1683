// True where the screen has room for all regions (1600 pixels and more).

import { useSyncExternalStore } from 'react';

const query = window.matchMedia('(min-width: 1600px)');

function subscribe(listen: () => void): () => void {
  query.addEventListener('change', listen);
  return () => query.removeEventListener('change', listen);
}

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => query.matches);
}
