// The layers, options and fields of a packet as a tree. Up and down choose, left and right open and shut.

import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { isWithin, type PacketModel } from './packet-model.ts';
import { treeLines, type TreeLine } from './summary.ts';

interface TreeProps {
  readonly model: PacketModel;
  readonly selected: string | undefined;
  readonly news: ReadonlySet<string>;
  readonly select: (path: string) => void;
}

export function LayerTree({ model, selected, news, select }: TreeProps) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const message = model.message?.path;
  // The message is open unless it was shut; others are shut unless they were opened.
  const open = useMemo(() => {
    const paths = new Set(toggled);
    if (message !== undefined && !paths.delete(message)) paths.add(message);
    return paths;
  }, [toggled, message]);
  const lines = useMemo(() => treeLines(model, open), [model, open]);
  const active = lines.findLastIndex((line) => isWithin(selected, line.path));
  const list = useRef<HTMLUListElement>(null);
  // What is chosen is in sight; when nothing is, what has just changed something.
  useEffect(() => {
    const lines = list.current?.querySelectorAll<HTMLElement>(
      selected === undefined ? '[data-changed]' : '[aria-selected="true"]',
    );
    const line = [...(lines ?? [])].at(-1);
    if (list.current && line) reveal(list.current, line);
  }, [selected, news]);

  const toggle = (path: string): void => {
    const next = new Set(toggled);
    if (!next.delete(path)) next.add(path);
    setToggled(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const line = lines[active];
    const target = moved(event.key, active, lines);
    if (target !== undefined) select(target.path);
    else if (event.key === 'ArrowRight' && line?.open === false) toggle(line.key);
    else if (event.key === 'ArrowLeft' && line?.open === true) toggle(line.key);
    else if (event.key === 'ArrowLeft' && line) {
      const parent = lines.slice(0, active).findLast(({ level }) => level < line.level);
      if (parent) select(parent.path);
    } else if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <ul
      className="layer-tree"
      role="tree"
      aria-label="Layers and fields"
      tabIndex={0}
      ref={list}
      aria-activedescendant={active < 0 ? undefined : lineId(active)}
      onKeyDown={onKeyDown}
    >
      {lines.map((line, i) => (
        <Line
          key={`${line.key} ${line.title}`}
          id={lineId(i)}
          line={line}
          selected={i === active}
          changed={[...news].some((path) => isWithin(line.path, path))}
          onToggle={toggle}
        />
      ))}
    </ul>
  );
}

/** Scrolls the list alone, not what is around it. */
function reveal(list: HTMLElement, line: HTMLElement): void {
  const top = line.offsetTop - list.offsetTop;
  const bottom = top + line.offsetHeight;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
}

/** Addresses and digits in the monospaced face, words not. */
function isMono(value: string): boolean {
  return /^[0-9a-f:./, →…x×]*$/i.test(value);
}

const lineId = (i: number): string => `packet-line-${i}`;

function moved(key: string, active: number, lines: readonly TreeLine[]): TreeLine | undefined {
  switch (key) {
    case 'ArrowDown':
      return lines[Math.min(lines.length - 1, active + 1)];
    case 'ArrowUp':
      return lines[Math.max(0, active - 1)];
    case 'Home':
      return lines[0];
    case 'End':
      return lines.at(-1);
    default:
      return undefined;
  }
}

interface LineProps {
  readonly id: string;
  readonly line: TreeLine;
  readonly selected: boolean;
  readonly changed: boolean;
  readonly onToggle: (path: string) => void;
}

function Line({ id, line, selected, changed, onToggle }: LineProps) {
  const { path, key, level, look, number, title, value, open, fault } = line;
  return (
    <li
      id={id}
      className={`layer-line is-${look}`}
      role="treeitem"
      aria-level={level}
      aria-selected={selected}
      aria-expanded={open}
      data-path={path}
      data-changed={changed || undefined}
      title={fault ?? `${title}: ${value}`}
      style={{ paddingLeft: 2 + (level - 1) * (look === 'field' ? 16 : 4) }}
    >
      {open === undefined ? (
        <span className="layer-open" />
      ) : (
        <button
          type="button"
          className="layer-open"
          tabIndex={-1}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            onToggle(key);
          }}
        >
          <svg width="10" height="10" viewBox="0 0 10 10">
            <path d={open ? 'M1.5 3L5 7L8.5 3' : 'M3 1.500L7 5L3 8.500'} />
          </svg>
        </button>
      )}
      {number !== '' && <span className="layer-number">{number}</span>}
      <span className="layer-title">{title}</span>
      {changed && look !== 'field' && <span className="sr-only">changed something</span>}
      {fault !== undefined && (
        <span className="layer-fault" aria-label={`wrong: ${fault}`}>
          ✕
        </span>
      )}
      <span className={isMono(value) ? 'layer-value mono' : 'layer-value'}>{value}</span>
    </li>
  );
}
