/** What tells where a customer is: Regulation 282/2011, Art. 24f asks for two pieces that agree. */
export type EvidenceKind = 'billing_country' | 'ip_country' | 'card_country' | 'phone_country'

export interface EvidencePiece {
  kind: EvidenceKind
  country: string
}

/** `one_piece` and `contradictory` are for staff to look at. */
export type EvidenceVerdict = 'none' | 'one_piece' | 'contradictory' | 'sufficient'

/** How well the pieces prove a country. Two that name it are enough, whatever a third says. */
export function weighEvidence(pieces: readonly EvidencePiece[], country: string | null): EvidenceVerdict {
  if (pieces.length === 0) return 'none'
  if (pieces.length === 1) return 'one_piece'
  return pieces.filter((piece) => piece.country === country).length >= 2 ? 'sufficient' : 'contradictory'
}

/** A piece with the instant at which it was learned. */
export interface DatedPiece extends EvidencePiece {
  recordedAt: Date
}

/**
 * The pieces that count on an instant: the newest of each kind, and for the billing address the one of that instant, since an older
 * one proves nothing about where somebody is now.
 */
export function countedPieces<T extends DatedPiece>(
  pieces: readonly T[],
  address: { country: string | null; at: Date }
): (T | DatedPiece)[] {
  const found = new Map<EvidenceKind, T>()
  for (const piece of pieces) {
    const known = found.get(piece.kind)
    if (piece.kind !== 'billing_country' && (!known || known.recordedAt < piece.recordedAt))
      found.set(piece.kind, piece)
  }
  const { country, at } = address
  const billing: DatedPiece[] = country ? [{ kind: 'billing_country', country, recordedAt: at }] : []
  return [...billing, ...found.values()]
}

/** What a judgement of a place rests on, as a text that changes when it has to be made anew. */
export function evidenceBasis(pieces: readonly EvidencePiece[]): string {
  return pieces
    .map(({ kind, country }) => `${kind}=${country}`)
    .toSorted()
    .join(' ')
}

/** Country calling codes (ITU-T E.164); codes that several countries share prove nothing and are left out. */
const callingCodes: Record<string, string> = {
  '30': 'GR', '31': 'NL', '32': 'BE', '33': 'FR', '34': 'ES', '36': 'HU', '39': 'IT', '40': 'RO', '41': 'CH', '43': 'AT', '44': 'GB',
  '45': 'DK', '46': 'SE', '47': 'NO', '48': 'PL', '49': 'DE', '61': 'AU', '64': 'NZ', '65': 'SG', '81': 'JP', '82': 'KR', '91': 'IN',
  '351': 'PT', '352': 'LU', '353': 'IE', '354': 'IS', '356': 'MT', '357': 'CY', '358': 'FI', '359': 'BG', '370': 'LT', '371': 'LV',
  '372': 'EE', '380': 'UA', '385': 'HR', '386': 'SI', '420': 'CZ', '421': 'SK', '423': 'LI',
} // prettier-ignore

/** The country of a telephone number in international form; null where it cannot be told. */
export function countryOfPhone(phone: string | null): string | null {
  const digits = /^(?:\+|00)(\d{5,})/.exec((phone ?? '').replaceAll(/[ ()/.-]/g, ''))?.[1]
  if (!digits) return null
  return callingCodes[digits.slice(0, 3)] ?? callingCodes[digits.slice(0, 2)] ?? null
}
