// Where the time after an attachment goes: its parts end to end, all bars on one scale.

import { showing } from './evidence.ts';
import type { LatencyBar } from './metrics-model.ts';
import { valueText } from './metrics-model.ts';

const lengthOf = ({ parts }: LatencyBar): number =>
  parts.reduce((sum, { figure }) => sum + figure.value, 0);

export function LatencyBars({ bars }: { readonly bars: readonly LatencyBar[] }) {
  const shown = bars.filter((bar) => bar.parts.length > 0);
  const longest = Math.max(1, ...shown.map(lengthOf));
  if (shown.length === 0) return null;
  return (
    <figure className="metric-bars">
      <figcaption>
        Parts of the latency in milliseconds, end to end; on the wire they may overlap. Duplicate
        address detection stands beside the bar.
      </figcaption>
      <ul className="metric-key" aria-hidden="true">
        {['Layer 2', 'RA', 'Database', 'PBU and PBA'].map((word, i) => (
          <li key={word}>
            <span className="metric-part" data-part={i} />
            {word}
          </li>
        ))}
      </ul>
      {shown.map((bar) => (
        <div key={bar.words} className="metric-bar">
          <span className="metric-bar-name">{bar.words}</span>
          <span className="metric-track">
            {bar.parts.map(({ figure, word }) => (
              <button
                key={figure.name}
                type="button"
                className="metric-part"
                data-part={['Layer 2', 'RA', 'Database', 'PBU and PBA'].indexOf(word)}
                style={{ width: `${(figure.value / longest) * 100}%` }}
                aria-label={`${bar.words}, ${word}: ${valueText(figure.value)} ms`}
                data-tip={`${word} ${valueText(figure.value)} ms. ${figure.definition}`}
                {...showing(figure.evidence)}
              />
            ))}
          </span>
          <span className="metric-bar-sum">
            {bar.total ? `${valueText(bar.total.value)} ms` : ''}
            {bar.address ? ` DAD ${valueText(bar.address.value)}` : ''}
          </span>
        </div>
      ))}
    </figure>
  );
}
