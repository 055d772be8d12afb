import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './field.css';

interface FieldBase {
  label: string;
  value: string;
  onInput: (value: string) => void;
  hint?: string;
  error?: string | null;
  required?: boolean;
  disabled?: boolean;
  testId?: string;
}

function Frame(props: { id: string; base: FieldBase; children: ComponentChildren }) {
  const { id, base } = props;
  return (
    <div class="field" data-invalid={base.error ? '' : undefined}>
      <label class="field__label" for={id}>
        {base.label}
      </label>
      {props.children}
      {base.hint && (
        <p class="field__hint" id={`${id}-hint`}>
          {base.hint}
        </p>
      )}
      {base.error && (
        <p class="field__error" id={`${id}-error`} role="alert">
          {base.error}
        </p>
      )}
    </div>
  );
}

function shared(id: string, base: FieldBase) {
  const described = [base.hint && `${id}-hint`, base.error && `${id}-error`].filter(Boolean).join(' ');
  return {
    id,
    class: 'field__control',
    value: base.value,
    required: base.required,
    disabled: base.disabled,
    'data-testid': base.testId,
    'aria-invalid': base.error ? true : undefined,
    'aria-describedby': described || undefined,
  };
}

export interface TextFieldProps extends FieldBase {
  type?: 'text' | 'password' | 'number' | 'datetime-local' | 'date';
  autocomplete?: string;
  inputMode?: 'text' | 'numeric';
  autofocus?: boolean;
  maxLength?: number;
}

export function TextField(props: TextFieldProps) {
  const id = useId();
  return (
    <Frame id={id} base={props}>
      <input
        {...shared(id, props)}
        type={(props.type ?? 'text') as 'text'}
        autocomplete={(props.autocomplete ?? 'off') as 'off'}
        inputMode={props.inputMode}
        maxLength={props.maxLength}
        autofocus={props.autofocus}
        spellcheck={false}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </Frame>
  );
}

export function TextArea(props: FieldBase & { rows?: number; maxLength?: number; autofocus?: boolean }) {
  const id = useId();
  return (
    <Frame id={id} base={props}>
      <textarea
        {...shared(id, props)}
        rows={props.rows ?? 4}
        dir="auto"
        maxLength={props.maxLength}
        autofocus={props.autofocus}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </Frame>
  );
}

export function Select(props: FieldBase & { options: readonly { value: string; label: string }[] }) {
  const id = useId();
  return (
    <Frame id={id} base={props}>
      <select {...shared(id, props)} onInput={(event) => props.onInput(event.currentTarget.value)}>
        {props.options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === props.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

export function Check(props: { label: string; checked: boolean; onChange: (checked: boolean) => void; testId?: string }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        data-testid={props.testId}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}
