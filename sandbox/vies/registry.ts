/** Patterns of the numbers after the country code, by the table of formats in the FAQ of VIES (question 11). */
const patterns: Record<string, RegExp> = {
  AT: /^U\d{8}$/, BE: /^[01]\d{9}$/, BG: /^\d{9,10}$/, CY: /^\d{8}[A-Z]$/, CZ: /^\d{8,10}$/, DE: /^\d{9}$/, DK: /^\d{8}$/, EE: /^\d{9}$/,
  EL: /^\d{9}$/, ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/, FI: /^\d{8}$/, FR: /^[A-Z0-9]{2}\d{9}$/, HR: /^\d{11}$/, HU: /^\d{8}$/,
  IE: /^\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/, IT: /^\d{11}$/, LT: /^(\d{9}|\d{12})$/, LU: /^\d{8}$/, LV: /^\d{11}$/, MT: /^\d{8}$/,
  NL: /^[A-Z0-9+*]{10}\d{2}$/, PL: /^\d{10}$/, PT: /^\d{9}$/, RO: /^\d{2,10}$/, SE: /^\d{12}$/, SI: /^\d{8}$/, SK: /^\d{10}$/,
  XI: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
} // prettier-ignore

export type Entry = { valid: boolean; name: string; address: string }

/** Germany and Spain do not tell who holds a number. */
const silentStates = new Set(['DE', 'ES'])
const unknownEntry: Entry = { valid: false, name: '---', address: '---' }

export function knowsCountry(country: string): boolean {
  return country in patterns
}

/** What the registry of a member state holds: every number of the right form is registered, except those that end in three zeros. */
export function lookUp(country: string, number: string): Entry {
  if (!patterns[country]?.test(number) || /000[A-Z]?$/.test(number)) return unknownEntry
  if (silentStates.has(country)) return { ...unknownEntry, valid: true }
  return {
    valid: true,
    name: `TRADER ${country}${number}`,
    address: `1 MARKET SQUARE\n1000 CAPITAL OF ${country}`,
  }
}

/** Numbers of the test service and the code that each is answered with. */
export const testNumbers: Record<string, string> = {
  '100': 'VALID', '200': 'INVALID', '201': 'INVALID_INPUT', '202': 'INVALID_REQUESTER_INFO', '300': 'SERVICE_UNAVAILABLE',
  '301': 'MS_UNAVAILABLE', '302': 'TIMEOUT', '400': 'VAT_BLOCKED', '401': 'IP_BLOCKED', '500': 'GLOBAL_MAX_CONCURRENT_REQ',
  '501': 'GLOBAL_MAX_CONCURRENT_REQ_TIME', '600': 'MS_MAX_CONCURRENT_REQ', '601': 'MS_MAX_CONCURRENT_REQ_TIME',
} // prettier-ignore
