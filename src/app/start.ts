// From the address to a run: reads the link, starts the worker, and says what went wrong on the way.

import { bundled, FIRST, openingOf } from '#scenario/library.ts';
import type { Link } from '#scenario/url.ts';
import { readLink } from '#scenario/url.ts';
import { createClient } from '#session/client.ts';
import SessionWorker from '#session/worker.ts?worker';
import { followAddress, isOurs, keepOthers, keptSession } from './link.ts';
import { fetchDrawings } from './stage/drawings.tsx';
import { followBreaks } from './stores/breaks.ts';
import { currentScenario, followScript, openScenario, useDocument } from './stores/document.ts';
import { connect, onEachStill, run } from './stores/run.ts';
import { useView, view } from './stores/view.ts';

let worker: Worker | undefined;

function startWorker(): void {
  worker?.terminate();
  worker = new SessionWorker();
  connect(createClient(worker));
}

/** The worker broke: a new one, with the same scenario, from its beginning. */
export function restart(): void {
  const scenario = currentScenario();
  startWorker();
  if (scenario) openScenario(scenario);
}

/** Opens a bundled scenario as a new document, as its figure shows it. */
export function openBundled(id: string, at = openingOf(id) ?? 0): void {
  const scenario = bundled(id);
  if (!scenario) return;
  view.setFault(undefined);
  view.setNotice(undefined);
  view.setReadOnly(false);
  view.select(undefined);
  keepOthers([]);
  openScenario(scenario, at > 0 ? { at } : undefined);
}

/** The first picture of a link that carries a digest must be at that event, with that digest. */
function checkDigest(link: Link): void {
  const { digest, at } = link;
  if (digest === undefined || !at || !('event' in at)) return;
  const end = onEachStill((still) => {
    end();
    if (still.step === at.event && still.digest === digest) return;
    view.setNotice({
      words: `This link was recorded with another engine: what happened up to event ${at.event} differs from then.`,
    });
  });
}

function openLink(link: Link): void {
  const { scenario, at, play, ui, readOnly, theme, others } = link;
  view.setFault(undefined);
  view.setNotice(undefined);
  view.select(undefined);
  view.setReadOnly(readOnly === true);
  view.setUi(ui === 'present' || ui === 'embed' ? ui : 'full');
  keepOthers(others ?? []);
  if (theme === 'dark' || theme === 'projector' || theme === 'light') view.setTheme(theme);
  checkDigest(link);
  openScenario(scenario, at && ('event' in at ? { step: at.event } : { at: at.micros }));
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (play === true && !calm) run.play(useView.getState().pace);
}

/** Opens what stands in the address bar; nothing there: the first figure. */
async function openAddress(): Promise<void> {
  const { hash } = window.location;
  const demand = /[#&]ref=([\w-]*)/.exec(hash)?.[1];
  if (demand !== undefined) view.openReference(demand);
  if (hash.length <= 1 || !/[#&][do]=/.test(hash)) {
    const theme = /[#&]theme=(light|dark|projector)\b/.exec(hash)?.[1];
    if (theme === 'light' || theme === 'dark' || theme === 'projector') view.setTheme(theme);
    openBundled(FIRST, 0);
    offerLastSession();
    return;
  }
  const link = await readLink(hash);
  if (link.ok) openLink(link.value);
  else view.setFault(link.why);
}

function offerLastSession(): void {
  const kept = keptSession();
  if (!kept) return;
  const restore = async (): Promise<void> => {
    const link = await readLink(kept.fragment);
    if (link.ok) openLink(link.value);
    else view.setFault(link.why);
  };
  view.setNotice({
    words: `You were at “${kept.title}”.`,
    act: { words: 'Restore last session', run: () => void restore() },
  });
}

/** Starts everything; the page is drawn meanwhile. */
export async function start(): Promise<void> {
  startWorker();
  followScript();
  useDocument.subscribe(({ scenario }, before) => {
    if (scenario && scenario !== before.scenario) fetchDrawings(scenario);
  });
  await openAddress();
  followBreaks();
  followAddress();
  window.addEventListener('hashchange', () => {
    if (!isOurs(window.location.hash)) void openAddress();
  });
}
