/** Which wording was agreed to. A change of a consent text in a catalogue raises its version here. */
export const consentTextVersion = {
  consult: 'consult-2026-11',
  recording: 'recording-2026-11',
  dependant: 'dependant-2026-11',
  teaching: 'teaching-2026-11',
  library: 'library-2026-11',
} as const;
