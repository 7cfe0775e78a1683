// Scenarios and exports as files.

import { check } from '#scenario/schema.ts';
import type { Queries } from '#session/protocol.ts';
import { chooseFile, saveFile } from './pages/save.ts';
import { currentScenario, openScenario } from './stores/document.ts';
import { ask } from './stores/run.ts';
import { view } from './stores/view.ts';

/** `handover-to-d-gw2` from a title. */
const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'roamscope';

export function saveScenario(): void {
  const scenario = currentScenario();
  if (!scenario) return;
  saveFile(
    `${slug(scenario.title)}.json`,
    'application/json',
    `${JSON.stringify(scenario, null, 2)}\n`,
  );
}

/** Opens a scenario from a file, or says what is wrong with it. */
export async function openFile(): Promise<void> {
  const text = await chooseFile('.json,application/json');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    view.setNotice({ words: `The file is no JSON: ${(error as Error).message}` });
    return;
  }
  const checked = check(value);
  if (checked.ok) openScenario(checked.value.scenario);
  else {
    const lines = checked.why.slice(0, 3);
    const words = lines.map(({ path, what, expected }) => `${path}: ${what}, expected ${expected}`);
    view.setNotice({ words: `The file holds no valid scenario. ${words.join('; ')}` });
  }
}

/** Asks the worker for an export and saves it. */
export async function saveExport(what: Queries['export']['ask']['what']): Promise<void> {
  try {
    const { name, type, octets } = await ask('export', { what });
    saveFile(name, type, octets);
  } catch (error) {
    view.setNotice({ words: `There is no export: ${(error as Error).message}` });
  }
}
