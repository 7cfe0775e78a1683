// The theme of the view, on the root element.

import { useLayoutEffect } from 'react';
import { useView } from '#app/stores/view.ts';

export function useTheme(): void {
  const theme = useView((state) => state.theme);
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}
