// The boxes of the layer that is chosen, as the RFCs draw it; above an option, the flags of its message.

import { BitDiagram } from '#view/draw/BitDiagram.tsx';
import { boxesOf, flagRows, type Box } from '#view/draw/bit-boxes.ts';
import { isLayer, isWithin, type Item, type PacketModel } from './packet-model.ts';

interface BoxesProps {
  readonly model: PacketModel;
  readonly item: Item | undefined;
  readonly news: ReadonlySet<string>;
  readonly width: number;
}

export function Boxes({ model, item, news, width }: BoxesProps) {
  const shown = item?.layerPath ?? model.message?.path;
  const layer = shown === undefined ? undefined : model.items.get(shown);
  if (!layer) return null;
  const parent = layer.parentPath === undefined ? undefined : model.items.get(layer.parentPath);
  const isOption = !isLayer(layer.layer, parent?.layer);
  const context = isOption && parent ? flagRows(boxesOf(parent.layer)) : undefined;
  // An option begins at the column where it falls in its message.
  const column = isOption && parent ? ((layer.layer.offset - parent.layer.offset) % 4) * 8 : 0;
  return (
    <div className="boxes">
      {parent && context && context.rows > 0 && (
        <BitDiagram
          drawing={context}
          width={width}
          pathOf={pathsIn(model, parent)}
          selected={undefined}
          changed={false}
        />
      )}
      <BitDiagram
        drawing={boxesOf(layer.layer, column)}
        width={width}
        pathOf={pathsIn(model, layer)}
        selected={item?.field ? item.path : undefined}
        changed={[...news].some((path) => isWithin(layer.path, path))}
      />
    </div>
  );
}

function pathsIn(model: PacketModel, { path, layer }: Item): (box: Box) => string {
  const own = [...model.items.values()].filter((one) => one.field && one.layerPath === path);
  return ({ index }) => own.find((one) => one.field === layer.fields[index])?.path ?? '';
}
