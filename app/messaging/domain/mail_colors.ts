/** The brand's accents as mail programs understand them (they know no oklch), dark enough for white text. */
const accents: Record<string, string> = {
  blue: '#2563eb', indigo: '#4f46e5', violet: '#7c3aed', rose: '#be123c', orange: '#c2410c', emerald: '#047857', teal: '#0f766e',
  sky: '#0369a1',
} // prettier-ignore

export function mailAccent(name: string): string {
  return accents[name] ?? accents.blue!
}
