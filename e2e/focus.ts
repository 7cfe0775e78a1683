// Walking through a page with the Tab key: where one can go, where one comes by, and what is seen there.
import type { Page } from '@playwright/test';

/** What is wrong with a way through the page; all empty when it is as it should be. */
export interface Walk {
  /** Controls that Tab never came to. */
  readonly missed: readonly string[];
  /** Stops without a ring. */
  readonly ringless: readonly string[];
  /** Stops that something else covered. */
  readonly covered: readonly string[];
  /** Distinct stops, in order. */
  readonly stops: readonly string[];
}

interface Stop {
  readonly id: number;
  readonly name: string;
  readonly ring: boolean;
  readonly seen: boolean;
}

/** More stops than a screen has. */
const MOST = 300;

/** Presses Tab from the top until it comes round. */
export async function walk(page: Page): Promise<Walk> {
  const wanted = await page.evaluate(numberControls);
  const stops = new Map<number, Stop>();
  for (let n = 0; n < MOST; n += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(readStop);
    if (stop === undefined || stops.has(stop.id)) break;
    stops.set(stop.id, stop);
  }
  const all = [...stops.values()];
  return {
    missed: wanted.filter(({ id }) => !stops.has(id)).map(({ name }) => name),
    ringless: all.filter(({ ring }) => !ring).map(({ name }) => name),
    covered: all.filter(({ seen }) => !seen).map(({ name }) => name),
    stops: all.map(({ name }) => name),
  };
}

/** In the page: gives every control a number; lists those that Tab must come to. */
function numberControls(): { id: number; name: string }[] {
  const CONTROLS = 'a[href], button, input, select, textarea, summary, [tabindex]';
  /** One stop for the whole; arrows go on inside. */
  const COMPOSITE = '[role="tablist"], [role="tree"], [role="listbox"], [role="grid"]';
  const groups = new Set<string>();
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  window.scrollTo(0, 0);
  return [...document.querySelectorAll<HTMLElement>(CONTROLS)].flatMap((control, id) => {
    control.dataset['stop'] = String(id);
    const { name: group, type, disabled } = control as HTMLInputElement;
    if (disabled || control.closest('[inert], [hidden], [aria-hidden="true"]') !== null) return [];
    if (control.tabIndex < 0 && control.closest(COMPOSITE) !== null) return [];
    if (control.tabIndex < 0 && /^H\d$/.test(control.tagName)) return [];
    if (!control.checkVisibility({ visibilityProperty: true })) return [];
    if (type === 'radio') {
      if (groups.has(group)) return [];
      groups.add(group);
    }
    return [{ id, name: control.outerHTML.slice(0, 120) }];
  });
}

/** In the page: what has the focus; nothing at the page's own ends. */
function readStop(): Stop | undefined {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return undefined;
  // What came into being on the way, such as the knobs of a rail that opens, has no number yet.
  element.dataset['stop'] ??= String(1000 + document.querySelectorAll('[data-stop]').length);
  const isOutlined = (one: Element): boolean => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
  };
  const isBordered = (one: Element): boolean => {
    const { content, borderTopStyle } = getComputedStyle(one, '::after');
    return content !== 'none' && borderTopStyle !== 'none';
  };
  const around = [...(element.parentElement?.querySelectorAll('*') ?? [])];
  // A knob or the active row of a list may wear the ring of what has the focus.
  const ring =
    isOutlined(element) ||
    getComputedStyle(element).boxShadow !== 'none' ||
    around.some(isOutlined) ||
    [...element.querySelectorAll('[data-active]')].some(isBordered);
  const { left, top, width, height } = element.getBoundingClientRect();
  const seen = [0.1, 0.3, 0.5, 0.7, 0.9].some((x) =>
    [0.2, 0.5, 0.8].some((y) => {
      const hit = document.elementFromPoint(left + x * width, top + y * height);
      return hit !== null && (element.contains(hit) || hit.contains(element));
    }),
  );
  return {
    id: Number(element.dataset['stop'] ?? -1),
    name: element.outerHTML.slice(0, 120),
    ring,
    seen,
  };
}
