import {
  countedPieces,
  type DatedPiece,
  evidenceBasis,
  type EvidenceVerdict,
  weighEvidence,
} from '#app/billing/domain/taxation/evidence'

interface JudgedPlace {
  customerId: string
  country: string
  verdict: EvidenceVerdict
  basis: string
  weighedAt: Date
  openSince: Date | null
  review: { at: Date; by: string; note: string } | null
}

/**
 * What the pieces of an instant mean: whether staff should look at a place. What they looked at once is left alone until another
 * piece is learned or the address changes.
 */
export function judgePlace(situation: {
  customerId: string
  country: string
  pieces: readonly DatedPiece[]
  known: JudgedPlace | null
  now: Date
}): { place: JudgedPlace; change: 'doubted' | 'proved' | null } {
  const { customerId, country, known, now } = situation
  const pieces = countedPieces(situation.pieces, { country, at: now })
  const verdict = weighEvidence(pieces, country)
  const basis = evidenceBasis(pieces)
  const review = known?.basis === basis ? known.review : null
  const isOpen = verdict !== 'sufficient' && review === null
  const wasOpen = known?.openSince ?? null
  const place = { customerId, country, verdict, basis, weighedAt: now, openSince: isOpen ? (wasOpen ?? now) : null, review } // prettier-ignore
  if (isOpen === (wasOpen !== null)) return { place, change: null }
  return { place, change: isOpen ? 'doubted' : 'proved' }
}
