import './meter.css';

/** A bar with a name; the value is said in words by `text`. */
export function Meter(props: { label: string; value: number; text: string; tone?: 'accent' | 'good' | 'warn' | 'alarm' }) {
  const value = Math.min(1, Math.max(0, props.value));
  return (
    <div
      class={`meter meter--${props.tone ?? 'accent'}`}
      role="meter"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value * 100)}
      aria-valuetext={props.text}
    >
      <div class="meter__bar" style={{ inlineSize: `${value * 100}%` }} />
    </div>
  );
}
