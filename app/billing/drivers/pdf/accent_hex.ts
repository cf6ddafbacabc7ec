/** The brand's colour as a printer needs it: the 600 shade of each, dark enough for white letters. */
const shades: Record<string, string> = {
  red: '#dc2626', orange: '#c2410c', amber: '#b45309', green: '#15803d', emerald: '#047857', teal: '#0f766e', cyan: '#0e7490',
  sky: '#0369a1', blue: '#2563eb', indigo: '#4f46e5', violet: '#7c3aed', purple: '#9333ea', pink: '#db2777', rose: '#e11d48',
} // prettier-ignore

export function accentHex(name: string): string {
  return shades[name] ?? '#2563eb'
}
