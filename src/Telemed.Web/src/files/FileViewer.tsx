import { useEffect, useRef, useState } from 'preact/hooks';
import type { FileView, Gains, Point } from '../api/contracts';
import { t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Select } from '../ui/Field';
import { type Colour, colourAround, correct } from './colour';
import { openFile } from './open';
import { Unviewable, type Viewable } from './viewable';
import { between, detailOf, measuredBy, movedBy, onPage, paperOf, type Placed, placeOf, pointAt, type Size, whole, windowOf, withPaper, withWindow, zoomedBy } from './view';
import './viewer.css';

interface ViewerProps {
  path: string;
  mediaType: string;
  name: string;
  view: FileView;
  /** Where somebody points. */
  pointer: Point | null;
  /** Absent where somebody else turns the pages. */
  onView?: (view: FileView) => void;
  /** Sets the colours right, as a colour card in the picture says. */
  gains?: Gains | null;
  /** A click is on a grey field of the colour card: where it is, and the colour it has in the file. */
  onPick?: ((at: Point, seen: Colour) => void) | null;
  onPointer?: (pointer: Point | null) => void;
}

/** A picture, a document, an image or a curve of a device: page by page, near and far, as it is read best. Works by keyboard alone. */
export function FileViewer(props: ViewerProps) {
  const { view, onView } = props;
  const { file, fault } = useFile(props.path, props.mediaType);
  const field = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(field);
  const plain = useRef<HTMLCanvasElement | null>(null);
  const { size: page, isReady, fault: unpainted } = usePainted(canvas, plain, file, view, size, props.gains ?? null);
  const text = useText(file, view.page);
  const [measures, setMeasures] = useState(false);
  const start = useRef<Point | null>(null);
  const placed = size && page ? placeOf(view, size, page) : null;
  if (fault) {
    return (
      <Banner tone="warn" icon="alert" testId="view-fault">
        <span>{faultText(fault)}</span>
        <a class="viewer__fetch" href={props.path} download data-testid="fetch-file">{t('viewer.fetch')}</a>
      </Banner>
    );
  }
  const measure = file?.measure && onView ? { on: measures, toggle: () => setMeasures(!measures) } : null;
  const change = (next: FileView) => onView?.(next);
  const place = (event: MouseEvent): Point | null => {
    const box = field.current?.getBoundingClientRect();
    return placed && box ? pointAt(placed, event.clientX - box.left, event.clientY - box.top) : null;
  };
  return (
    <div class="viewer" data-testid="viewer" data-page={view.page} data-ready={isReady ? '' : undefined} aria-busy={!isReady && unpainted === null}>
      <div
        class="viewer__field"
        ref={field}
        tabIndex={0}
        role="group"
        aria-label={t('viewer.field', { name: props.name })}
        aria-describedby={onView ? 'viewer-keys' : undefined}
        data-testid="viewer-field"
        data-moves={onView ? '' : undefined}
        onKeyDown={(event) => {
          // With one of these it is the browser's: to copy, to see all of the page larger.
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          if (measure && event.key === 'c') {
            measure.toggle();
            if (!measures && !view.calipers) change(between(view, [4_500, 5_000], [5_500, 5_000]));
            return event.stopPropagation();
          }
          const next = file && onView ? ((measures && measuredBy(event.key, event.shiftKey, view)) || keyed(event.key, view, file.pages)) : null;
          if (!next) return;
          event.preventDefault();
          event.stopPropagation();
          change(next);
        }}
        onWheel={(event) => {
          if (!onView) return;
          event.preventDefault();
          change(zoomedBy(view, event.deltaY < 0 ? 1.15 : 1 / 1.15, place(event) ?? undefined));
        }}
        onPointerDown={(event) => {
          const at = place(event);
          if (props.onPick && at && isReady && plain.current) props.onPick(at, colourAt(plain.current, at));
          else if (onView) {
            event.currentTarget.setPointerCapture(event.pointerId);
            start.current = measures ? at : null;
            if (start.current) change(between(view, start.current, start.current));
          }
        }}
        onPointerMove={(event) => {
          const at = place(event);
          props.onPointer?.(at);
          if (!onView || !placed || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
          if (!start.current) change(movedBy(view, placed, event.movementX, event.movementY));
          else if (at) change(between(view, start.current, at));
        }}
        onPointerLeave={() => props.onPointer?.(null)}
      >
        <canvas ref={canvas} class="viewer__page" aria-hidden="true" style={placed ? {
          inlineSize: `${placed.width}px`, blockSize: `${placed.height}px`, transform: `translate(${placed.left}px, ${placed.top}px)`,
        } : { visibility: 'hidden' }} />
        {view.calipers && placed && <Calipers points={view.calipers} placed={placed} />}
        {props.pointer && placed && (
          <span class="viewer__pointer" data-testid="viewer-pointer" data-x={props.pointer[0]} data-y={props.pointer[1]} style={{
            transform: `translate(${placed.left + (props.pointer[0] / 10_000) * placed.width}px, ${placed.top + (props.pointer[1] / 10_000) * placed.height}px)`,
          }} />
        )}
        {unpainted !== null && <Banner tone="warn" icon="alert" testId="page-fault">{faultText(unpainted)}</Banner>}
        {!page && unpainted === null && <p class="viewer__loading" role="status">{t('common.loading')}</p>}
      </div>
      {text && <p class="visually-hidden" data-testid="viewer-text">{text}</p>}
      {file && <Controls file={file} view={view} change={onView} measure={measure} />}
    </div>
  );
}

interface Measure {
  on: boolean;
  toggle: () => void;
}

function Controls({ file, view, change, measure }: {
  file: Viewable;
  view: FileView;
  change: ((view: FileView) => void) | undefined;
  measure: Measure | null;
}) {
  const window = windowOf(view, file.window);
  const own = file.window;
  const of = <span class="viewer__of" data-testid="viewer-page" aria-live="polite">{t('viewer.page', { page: view.page + 1, pages: file.pages })}</span>;
  const paper = paperOf(view, file.paper);
  const measured = paper && <output class="viewer__of" data-testid="viewer-measured">{measuredText(file, view)}</output>;
  if (!change) return <div class="viewer__bar">{file.pages > 1 && of}{paper && <span>{`${paper.speed} mm/s · ${paper.gain} mm/mV`}</span>}{measured}</div>;
  return (
    <div class="viewer__bar">
      {file.pages > 1 && (
        <>
          <Button icon="back" label={t('viewer.before')} testId="viewer-before" disabled={view.page === 0} onClick={() => change(onPage(view, view.page - 1, file.pages))} />
          {of}
          <Button icon="forward" label={t('viewer.next')} testId="viewer-next" disabled={view.page + 1 >= file.pages}
            onClick={() => change(onPage(view, view.page + 1, file.pages))} />
        </>
      )}
      <Button icon="plus" label={t('viewer.nearer')} testId="viewer-nearer" onClick={() => change(zoomedBy(view, 1.25))} />
      <Button icon="minus" label={t('viewer.further')} testId="viewer-further" onClick={() => change(zoomedBy(view, 0.8))} />
      <Button testId="viewer-whole" onClick={() => change(whole(view))}>{t('viewer.whole')}</Button>
      {window && own && (
        <>
          <Slider label={t('viewer.center')} testId="viewer-center" value={window.center} least={own.center - own.width * 2} most={own.center + own.width * 2}
            onInput={(center) => change(withWindow(view, { ...window, center }))} />
          <Slider label={t('viewer.width')} testId="viewer-width" value={window.width} least={1} most={Math.max(2, own.width * 4)}
            onInput={(width) => change(withWindow(view, { ...window, width }))} />
        </>
      )}
      {paper && (
        <>
          <Select label={t('viewer.speed')} value={String(paper.speed)} testId="viewer-speed" options={speeds.map((one) => ({ value: String(one), label: `${one} mm/s` }))}
            onInput={(speed) => change(withPaper(view, { ...paper, speed: Number(speed) }))} />
          <Select label={t('viewer.gain')} value={String(paper.gain)} testId="viewer-gain" options={gains.map((one) => ({ value: String(one), label: `${one} mm/mV` }))}
            onInput={(gain) => change(withPaper(view, { ...paper, gain: Number(gain) }))} />
        </>
      )}
      {measure && <Button testId="viewer-measure" pressed={measure.on} onClick={measure.toggle}>{t('viewer.measure')}</Button>}
      {measured}
      <span class="visually-hidden" id="viewer-keys">{t('viewer.keys')} {measure && t('viewer.keys.measure')}</span>
    </div>
  );
}

/** What ECG paper runs at, and how high a millivolt stands on it. */
const speeds = [12.5, 25, 50];
const gains = [5, 10, 20];

/** Time, the rate it would be the interval of, and voltage between the calipers. */
function measuredText(file: Viewable, view: FileView): string {
  const paper = paperOf(view, file.paper);
  if (!paper || !view.calipers || !file.measure) return '';
  const { milliseconds, millivolts } = file.measure(Math.min(view.page, file.pages - 1), view.calipers, paper);
  const rate = milliseconds >= 100 ? ` · ${Math.round(60_000 / milliseconds)}/min` : '';
  return `${Math.round(milliseconds)} ms${rate} · ${millivolts.toFixed(2)} mV`;
}

/** Two points, each with a cross that reaches over the paper. */
function Calipers({ points: [x, y, otherX, otherY], placed }: { points: NonNullable<FileView['calipers']>; placed: Placed }) {
  return (
    <svg class="viewer__calipers" aria-hidden="true" data-testid="viewer-calipers" viewBox="0 0 10000 10000" preserveAspectRatio="none" style={{
      inlineSize: `${placed.width}px`, blockSize: `${placed.height}px`, transform: `translate(${placed.left}px, ${placed.top}px)`,
    }}>
      <path d={`M${x} 0V10000M${otherX} 0V10000`} />
      <path d={`M0 ${y}H10000M0 ${otherY}H10000`} stroke-dasharray="6 4" />
    </svg>
  );
}

function Slider(props: { label: string; testId: string; value: number; least: number; most: number; onInput: (value: number) => void }) {
  return (
    <label class="viewer__slider">
      <span>{props.label} {Math.round(props.value)}</span>
      <input type="range" min={Math.floor(props.least)} max={Math.ceil(props.most)} step={1} value={Math.round(props.value)} data-testid={props.testId}
        onInput={(event) => props.onInput(Number(event.currentTarget.value))} />
    </label>
  );
}

/** Pages with the arrows and the page keys, nearer and further with plus and minus, all of it with 0; null for any other key. */
export function keyed(key: string, view: FileView, pages: number): FileView | null {
  switch (key) {
    case 'ArrowUp':
    case 'PageUp': return onPage(view, view.page - 1, pages);
    case 'ArrowDown':
    case 'PageDown': return onPage(view, view.page + 1, pages);
    case 'Home': return onPage(view, 0, pages);
    case 'End': return onPage(view, pages - 1, pages);
    case '+':
    case '=': return zoomedBy(view, 1.25);
    case '-': return zoomedBy(view, 0.8);
    case '0': return whole(view);
    default: return null;
  }
}

function faultText(fault: unknown): string {
  return fault instanceof Unviewable ? t(`viewer.fault.${fault.fault}`, { name: fault.detail }) : problemText(fault);
}

function useFile(path: string, mediaType: string): { file: Viewable | null; fault: unknown } {
  const [opened, setOpened] = useState<{ path: string; file: Viewable | null; fault: unknown }>({ path: '', file: null, fault: null });
  useEffect(() => {
    let wanted = true;
    let held: Viewable | null = null;
    openFile(path, mediaType).then(
      (file) => {
        if (!wanted) return file.close?.();
        held = file;
        setOpened({ path, file, fault: null });
      },
      (fault: unknown) => wanted && setOpened({ path, file: null, fault }),
    );
    return () => {
      wanted = false;
      held?.close?.();
    };
  }, [path, mediaType]);
  return opened.path === path ? opened : { file: null, fault: null };
}

/** Paints what the view wants of the file: the own size of the page that is seen, whether it is the wanted one, or why there is none. */
function usePainted(
  canvas: { current: HTMLCanvasElement | null },
  plain: { current: HTMLCanvasElement | null },
  file: Viewable | null,
  view: FileView,
  field: Size | null,
  gains: Gains | null,
): { size: Size | null; isReady: boolean; fault: unknown } {
  const [painted, setPainted] = useState<Painted | null>(null);
  const window = file ? windowOf(view, file.window) : null;
  const paper = paperOf(view, file?.paper);
  const detail = file?.isDrawn && field ? detailOf(view, field, devicePixelRatio) : 1;
  const hasField = field !== null;
  const page = Math.min(view.page, (file?.pages ?? 1) - 1);
  const wish = [page, window?.center, window?.width, detail, paper?.speed, paper?.gain, gains?.red, gains?.green, gains?.blue].join();
  useEffect(() => {
    const element = canvas.current;
    if (!file || !element || !hasField) return;
    let wanted = true;
    // Beside the page that is seen: one that is painted late never covers a later one.
    const fresh = document.createElement('canvas');
    Promise.resolve().then(() => file.paint(fresh, page, window, { detail, paper })).then(() => {
      if (!wanted) return;
      [element.width, element.height] = [fresh.width, fresh.height];
      const context = element.getContext('2d');
      context?.drawImage(fresh, 0, 0);
      if (gains && context) {
        const image = context.getImageData(0, 0, fresh.width, fresh.height);
        correct(image.data, gains);
        context.putImageData(image, 0, 0);
      }
      plain.current = fresh;
      setPainted({ file, wish, size: { width: fresh.width, height: fresh.height }, fault: null });
    }).catch((fault: unknown) => {
      // One page of many: the others can still be turned to.
      if (wanted) setPainted({ file, wish, size: null, fault });
    });
    return () => {
      wanted = false;
    };
  }, [file, hasField, wish]);
  // What was painted of this file stays until the next is there, but is not taken for it.
  const seen = file && painted?.file === file ? painted : null;
  const isWanted = seen?.wish === wish;
  return { size: seen?.size ?? null, isReady: isWanted && seen.size !== null, fault: isWanted ? seen.fault : null };
}

/** What was painted last, for which wish. */
interface Painted {
  file: Viewable;
  wish: string;
  size: Size | null;
  fault: unknown;
}

/** What the page says, for who does not see it. */
function useText(file: Viewable | null, page: number): string {
  const [text, setText] = useState('');
  useEffect(() => {
    let wanted = true;
    setText('');
    // Without it the page is still seen.
    void file?.text?.(Math.min(page, file.pages - 1)).then((found) => wanted && setText(found), () => undefined);
    return () => {
      wanted = false;
    };
  }, [file, page]);
  return text;
}

function colourAt(picture: HTMLCanvasElement, at: Point): Colour {
  const image = picture.getContext('2d')?.getImageData(0, 0, picture.width, picture.height);
  return image ? colourAround(image, Math.round((at[0] / 10_000) * picture.width), Math.round((at[1] / 10_000) * picture.height)) : [0, 0, 0];
}

function useSize(element: { current: HTMLElement | null }): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const field = element.current;
    if (!field) return;
    const observer = new ResizeObserver(() => setSize({ width: field.clientWidth, height: field.clientHeight }));
    observer.observe(field);
    return () => observer.disconnect();
  }, [element.current]);
  return size;
}
