import { db } from '#app/shared/database/db'
import type { Offer } from '#app/offers/domain/offer'

type Begun = 'id' | 'number' | 'version' | 'customerId' | 'email' | 'name' | 'currency' | 'country' | 'locale'

export interface NewOffer extends Pick<Offer, Begun | 'terms' | 'intro' | 'notes' | 'validUntil'> {
  createdBy: string | null
  now: Date
}

export async function insertOffer(offer: NewOffer): Promise<void> {
  await db
    .insertInto('offers')
    .values({
      id: offer.id,
      number: offer.number,
      version: offer.version,
      status: 'draft',
      customer_id: offer.customerId,
      email: offer.email,
      name: offer.name,
      currency: offer.currency,
      country: offer.country,
      locale: offer.locale,
      terms: JSON.stringify(offer.terms),
      intro: offer.intro,
      notes: offer.notes,
      valid_until: offer.validUntil,
      created_by: offer.createdBy,
      created_at: offer.now,
      updated_at: offer.now,
    })
    .execute()
}

export type DraftChanges = Pick<
  NewOffer,
  'email' | 'name' | 'currency' | 'country' | 'locale' | 'terms' | 'intro' | 'notes' | 'validUntil' | 'now'
>

export async function updateDraft({ id, revision }: Offer, changes: DraftChanges): Promise<void> {
  await db
    .updateTable('offers')
    .set({
      email: changes.email,
      name: changes.name,
      currency: changes.currency,
      country: changes.country,
      locale: changes.locale,
      terms: JSON.stringify(changes.terms),
      intro: changes.intro,
      notes: changes.notes,
      valid_until: changes.validUntil,
      revision: revision + 1,
      updated_at: changes.now,
    })
    .where('id', '=', id)
    .execute()
}
