import { useState } from 'preact/hooks';
import { attempt } from '../ui/toasts';
import type { RoomSession } from './session';

const full = 10_000;
/** A line that gets longer goes out in pieces, so that the others see it grow. */
const pieceLength = 24;

/** Pairs of numbers as a polyline wants them, in the picture's own pixels. */
export function lineOf(points: readonly number[], width: number, height: number): string {
  const pairs: string[] = [];
  for (let i = 0; i + 1 < points.length; i += 2) {
    pairs.push(`${((points[i] ?? 0) * width) / full},${((points[i + 1] ?? 0) * height) / full}`);
  }
  return pairs.join(' ');
}

/** What is drawn over one picture, and the pen for it. It lies on the video as the video's own picture does: whole or cut. */
export function DrawingLayer(props: {
  session: RoomSession;
  publication: string;
  /** The picture's own size; strokes are kept in parts of it. */
  size: { width: number; height: number };
  whole: boolean;
  mirrored: boolean;
}) {
  const { session, publication, size } = props;
  const [line, setLine] = useState<readonly number[]>([]);
  const strokes = session.state.value?.strokes.filter((one) => one.publication === publication) ?? [];
  const holdsPen = session.drawing.value;
  if (!holdsPen && strokes.length === 0) return null;
  const send = (points: readonly number[]) => void attempt(() => session.draw(publication, points));
  const extend = (event: PointerEvent & { currentTarget: SVGSVGElement }) => {
    const at = placeOf(event, size);
    if (!at) return;
    const longer = [...line, ...at];
    if (longer.length < pieceLength * 2) return setLine(longer);
    send(longer);
    setLine(at);
  };
  const lift = () => {
    if (line.length > 0) send(line);
    setLine([]);
  };
  return (
    <svg
      class="drawing"
      data-testid="drawing"
      data-publication={publication}
      data-pen={holdsPen ? '' : undefined}
      data-mirrored={props.mirrored ? '' : undefined}
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio={props.whole ? 'xMidYMid meet' : 'xMidYMid slice'}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        extend(event);
      }}
      onPointerMove={(event) => {
        if (line.length > 0) extend(event);
      }}
      onPointerUp={lift}
      onPointerCancel={lift}
    >
      {strokes.map((one) => <polyline key={one.number} class="drawing__line" data-testid="stroke" points={lineOf(one.points, size.width, size.height)} />)}
      {line.length > 0 && <polyline class="drawing__line" points={lineOf(line, size.width, size.height)} />}
    </svg>
  );
}

/** Where on the picture the pointer is; null beside it. */
function placeOf(event: PointerEvent & { currentTarget: SVGSVGElement }, size: { width: number; height: number }): [number, number] | null {
  const matrix = event.currentTarget.getScreenCTM()?.inverse();
  if (!matrix) return null;
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
  const x = Math.round((at.x / size.width) * full);
  const y = Math.round((at.y / size.height) * full);
  return x >= 0 && x <= full && y >= 0 && y <= full ? [x, y] : null;
}
