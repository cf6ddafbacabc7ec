import { inReadTransaction } from '#app/shared/database/unit'
import type { Page } from '#app/shared/http/keyset'
import { countedPieces, type DatedPiece } from '#app/billing/domain/taxation/evidence'
import { listNewestEvidence } from '#app/billing/records/tax_evidence'
import { type DoubtedPlace, listOpenPlaces } from '#app/billing/records/tax_places'

export interface PlaceInDoubt extends DoubtedPlace {
  pieces: DatedPiece[]
}

/** Of which customers do fewer than two pieces of evidence agree on the country, without that anybody has looked into it? */
export function listDoubtedPlaces(search: {
  before: string | null
  size: number
  now: Date
}): Promise<Page<PlaceInDoubt>> {
  const { before, size, now } = search
  return inReadTransaction(async () => {
    const rows = await listOpenPlaces({ before, now, limit: size + 1 })
    const places = rows.slice(0, size)
    const evidence = await listNewestEvidence(
      places.map(({ customerId }) => customerId),
      now
    )
    const withPieces = places.map((place) => ({
      ...place,
      pieces: countedPieces(evidence.get(place.customerId)!, { country: place.country, at: place.weighedAt }),
    }))
    return { rows: withPieces, nextCursor: rows.length > size ? places.at(-1)!.customerId : null }
  })
}
