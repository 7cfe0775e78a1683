// The size of an element, as it changes.

import type { RefObject } from 'react';
import { useLayoutEffect, useState } from 'react';
import type { Size } from '#view/draw/layout-frame.ts';

export function useSize(ref: RefObject<HTMLElement | null>): Size | undefined {
  const [size, setSize] = useState<Size>();
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const measure = (): void => {
      const { clientWidth: w, clientHeight: h } = element;
      if (w > 0 && h > 0) setSize((old) => (old?.w === w && old.h === h ? old : { w, h }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
