/** One spelling per address: the part before the @ is, in law, case-sensitive; no provider treats it so. */
export function normaliseEmail(text: string): string {
  return text.trim().normalize('NFC').toLowerCase()
}
