// The card above the tables of a mobile node: its routers as it lists them, and who wears them.

import { AnchorTile } from '#app/parts/AnchorTile.tsx';
import { useRun } from '#app/stores/run.ts';
import { beliefsOf, sumOf } from './beliefs.ts';

export function Beliefs({ node }: { readonly node: string }) {
  const nodes = useRun((state) => state.still?.scene.nodes) ?? [];
  const mobile = nodes.find(({ id }) => id === node);
  const beliefs = mobile ? beliefsOf(mobile, nodes) : [];
  if (!mobile || beliefs.length === 0) return null;
  return (
    <figure className="table-card beliefs">
      <figcaption className="table-caption" id="beliefs">
        What {mobile.name} believes, and what is true
      </figcaption>
      <p className="beliefs-sum">{sumOf(mobile, nodes)}</p>
      <div className="table-scroll">
        <table className="grid" aria-labelledby="beliefs">
          <thead>
            <tr>
              <th scope="col">Router</th>
              <th scope="col">{mobile.name} believes</th>
              <th scope="col">True</th>
            </tr>
          </thead>
          <tbody>
            {beliefs.map(({ linkLocal, letter, believes, addresses, truth }) => (
              <tr key={`${letter} ${linkLocal}`}>
                <th scope="row">
                  <AnchorTile letter={letter} /> <span className="mono">{linkLocal}</span>
                </th>
                <td>
                  {believes}
                  {addresses.map((address) => (
                    <span key={address} className="beliefs-address">
                      {address}
                    </span>
                  ))}
                </td>
                <td>{truth}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
