import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { DatedPiece, EvidenceVerdict } from '#app/billing/domain/taxation/evidence'
import type { PlaceInDoubt } from '#app/billing/queries/list_doubted_places'

export const verdict = () => vine.enum(['none', 'one_piece', 'contradictory', 'sufficient'] as const)
const pieces = () =>
  vine.array(vine.object({ kind: vine.string(), country: vine.string(), recorded_at: vine.string() }))

/** What tells where a customer is, and how well. */
export const placeFields = { verdict: verdict(), pieces: pieces() }

export function showPlace(place: { pieces: readonly DatedPiece[]; verdict: EvidenceVerdict }) {
  return {
    verdict: place.verdict,
    pieces: place.pieces.map(({ kind, country, recordedAt }) => ({
      kind,
      country,
      recorded_at: recordedAt.toISOString(),
    })),
  }
}

export const doubtedPlaceShape = vine.create({
  customer: vine.object({ id: vine.string(), name: vine.string() }),
  country: vine.string(),
  open_since: vine.string(),
  ...placeFields,
})

export function showDoubtedPlace(place: PlaceInDoubt) {
  return {
    customer: { id: showId('customer', place.customerId), name: place.customerName },
    country: place.country,
    open_since: place.openSince!.toISOString(),
    ...showPlace(place),
  }
}
