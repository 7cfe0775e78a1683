// A button whose popup is loaded when it is first pressed, and opened at once. Both the button and the
// popup's own trigger look the same, so that nothing moves.

import type { ComponentType, ReactNode } from 'react';
import { Suspense, useState } from 'react';

interface Props {
  readonly className: string;
  readonly label?: string;
  readonly children: ReactNode;
  /** The popup with its trigger; opens by itself when it is first drawn. */
  readonly part: ComponentType<PopupProps>;
}

/** What a popup that is loaded on demand is given: its trigger's looks. */
export interface PopupProps {
  readonly className: string;
  readonly label: string | undefined;
  readonly children: ReactNode;
}

export function OnDemand({ className, label, children, part: Part }: Props) {
  const [wanted, setWanted] = useState(false);
  const button = (
    <button
      type="button"
      className={className}
      aria-label={label}
      aria-haspopup="true"
      aria-expanded={wanted}
      onClick={() => setWanted(true)}
    >
      {children}
    </button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <Part className={className} label={label}>
        {children}
      </Part>
    </Suspense>
  );
}
