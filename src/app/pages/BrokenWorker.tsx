// A bug stopped the engine: what is known of it, to be sent on, and a way back.

import { AlertDialog } from '@base-ui/react/alert-dialog';
import { restart } from '#app/start.ts';
import { currentScenario } from '#app/stores/document.ts';
import { useRun } from '#app/stores/run.ts';
import { clockText } from '#app/time-text.ts';
import { saveFile } from './save.ts';

export function BrokenWorker() {
  const broken = useRun((state) => state.broken);
  if (!broken) return null;
  const report = (): void => {
    const text = JSON.stringify({ ...broken, scenario: currentScenario() }, null, 2);
    saveFile('roamscope-report.json', 'application/json', text);
  };
  return (
    <AlertDialog.Root open>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title>The engine stopped</AlertDialog.Title>
          <AlertDialog.Description className="page-words">
            This is a bug, at {clockText(broken.at)} with seed {broken.seed}. The report holds the
            scenario and its script, so that it can be replayed.
          </AlertDialog.Description>
          <pre className="page-raw mono">{broken.error}</pre>
          <div className="page-acts">
            <button type="button" className="btn main" onClick={report}>
              Save the report
            </button>
            <button type="button" className="btn" onClick={restart}>
              Start again
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
