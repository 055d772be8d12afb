/** What a code means at a desk of this network. */
export type Meaning =
  /** A slip of paper: the case, and for when the slip was made out, in seconds since 1970. */
  | { kind: 'case'; id: string; startsAt: number | null }
  /** A link that serves once, on the phone of the patient or of who speaks for them. */
  | { kind: 'guest' }
  | { kind: 'none' };

const none: Meaning = { kind: 'none' };
/** A case's number: random letters, or of a follow-up's draft the beginning of a hash. */
const caseNumber = /^(?:[a-z2-7]{26}|[0-9a-f]{32})$/;
/** The longest address that a slip carries is far shorter. */
const longest = 400;
/** As many signs as a request takes. */
export const longestNumber = 40;

/**
 * Of the address only the case is taken, never the address itself: a code that was pasted over a slip leads nowhere
 * else. What is typed may be the case's number alone, in groups or not, as the slip shows it.
 */
export function meaningOf(text: string): Meaning {
  const code = text.trim();
  if (code.length > longest) return none;
  const bare = code.replace(/[\s-]/g, '').toLowerCase();
  if (caseNumber.test(bare)) return { kind: 'case', id: bare, startsAt: null };
  const route = /^https?:\/\/[^/?#]+\/?#\/?(consult|guest)\/([^/?#]+)(?:\/slip\/(\d{1,11}))?$/.exec(code);
  if (!route) return none;
  if (route[1] === 'guest') return { kind: 'guest' };
  try {
    return { kind: 'case', id: decodeURIComponent(route[2] ?? ''), startsAt: route[3] ? Number(route[3]) : null };
  } catch {
    return none; // Percent signs that mean nothing.
  }
}

/** A case's number in groups of four, so that it can be read aloud and typed. */
export const inGroups = (id: string): string => (caseNumber.test(id) ? id.replace(/(.{4})(?=.)/g, '$1 ') : id);

/** The number of a patient that a code on a card is; null for an address, a case, and what is more than a number can be. */
export function patientNumberOf(code: string): string | null {
  const number = code.trim();
  const isNumber = number !== '' && number.length <= longestNumber && !/^https?:|[\r\n]/i.test(number) && meaningOf(number).kind === 'none';
  return isNumber ? number : null;
}

/** Whether two numbers of a patient are one: blanks, hyphens and capitals say nothing. */
export const isSameNumber = (one: string, other: string): boolean => {
  const plain = (text: string) => text.replace(/[\s-]/g, '').toLowerCase();
  return plain(one) !== '' && plain(one) === plain(other);
};
