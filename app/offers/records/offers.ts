import { type Selectable, sql } from 'kysely'
import type { StoredDocument } from '#app/billing/index'
import type { QuoteContent } from '#app/checkout/index'
import { db } from '#app/shared/database/db'
import type { Offers } from '#app/shared/database/schema'
import type { SealedSecret } from '#app/shared/secrets/keyring'
import type { Offer } from '#app/offers/domain/offer'
import type { OfferStatus } from '#app/offers/domain/offer_state'
import type { OfferTerms } from '#app/offers/domain/offer_terms'

const columns = [
  'id', 'number', 'version', 'reference', 'status', 'customer_id', 'email', 'name', 'currency', 'country', 'locale', 'terms', 'intro', 'notes',
  'valid_until', 'revision', 'subtotal', 'tax_total', 'total', 'sent_at', 'first_viewed_at', 'reminded_at', 'closed_at', 'accepted_name',
  'accepted_ip', 'decline_reason', 'order_id', 'created_at', 'updated_at',
] as const // prettier-ignore

type OfferRow = Pick<Selectable<Offers>, (typeof columns)[number]> & { customer_name: string | null }

function select() {
  return db
    .selectFrom('offers')
    .leftJoin('customers', (join) =>
      join
        .onRef('customers.tenant_id', '=', 'offers.tenant_id')
        .onRef('customers.id', '=', 'offers.customer_id')
    )
    .select(columns.map((column) => `offers.${column}` as const))
    .select('customers.name as customer_name')
}

export async function findOfferRow(id: string): Promise<Offer | null> {
  const row = await select().where('offers.id', '=', id).executeTakeFirst()
  return row ? toOffer(row) : null
}

export async function findOfferByToken(hash: Buffer): Promise<Offer | null> {
  const row = await select().where('offers.token_hash', '=', hash).executeTakeFirst()
  return row ? toOffer(row) : null
}

export async function lockOffer(id: string): Promise<Offer | null> {
  const row = await select().where('offers.id', '=', id).forUpdate('offers').executeTakeFirst()
  return row ? toOffer(row) : null
}

/** The versions of a number, the newest first. */
export async function listVersions(number: bigint): Promise<Offer[]> {
  const rows = await select().where('offers.number', '=', number).orderBy('offers.version', 'desc').execute()
  return rows.map(toOffer)
}

/** The version of a number that can be accepted, or was, locked. */
export async function lockOpenVersion(number: bigint): Promise<Offer | null> {
  const row = await select()
    .where('offers.number', '=', number)
    .where('offers.status', 'in', ['sent', 'accepted'])
    .forUpdate('offers')
    .executeTakeFirst()
  return row ? toOffer(row) : null
}

export interface OfferSearch {
  customerId: string | null
  statuses: readonly OfferStatus[] | null
  /** In number, name, address or the customer's name. */
  text?: string | null
  before: string | null
  limit: number
}

/** Newest first. */
export async function listOfferRows(search: OfferSearch): Promise<Offer[]> {
  let query = select().orderBy('offers.id', 'desc').limit(search.limit)
  if (search.customerId) query = query.where('offers.customer_id', '=', search.customerId)
  if (search.statuses) query = query.where('offers.status', 'in', [...search.statuses])
  if (search.before) query = query.where('offers.id', '<', search.before)
  if (search.text) {
    const like = `%${search.text.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`
    query = query.where(
      sql<boolean>`(offers.reference ilike ${like} or offers.name ilike ${like} or offers.email ilike ${like} or customers.name ilike ${like})`
    )
  }
  return (await query.execute()).map(toOffer)
}

export interface SealedOffer {
  number: bigint
  reference: string
  country: string | null
  content: QuoteContent
  document: StoredDocument
  hash: Buffer
  subtotal: bigint
  taxTotal: bigint
  total: bigint
  tokenHash: Buffer
  sealedToken: SealedSecret
  sentAt: Date
}

export async function sealSentOffer(id: string, sealed: SealedOffer): Promise<void> {
  await db
    .updateTable('offers')
    .set({
      status: 'sent',
      number: sealed.number,
      reference: sealed.reference,
      country: sealed.country,
      content: JSON.stringify(sealed.content),
      document: JSON.stringify(sealed.document),
      hash: sealed.hash,
      subtotal: sealed.subtotal,
      tax_total: sealed.taxTotal,
      total: sealed.total,
      token_hash: sealed.tokenHash,
      sealed_token: JSON.stringify(sealed.sealedToken),
      sent_at: sealed.sentAt,
      updated_at: sealed.sentAt,
    })
    .where('id', '=', id)
    .execute()
}

export interface OfferChanges {
  status?: OfferStatus
  customerId?: string
  orderId?: string
  notes?: string | null
  firstViewedAt?: Date
  remindedAt?: Date
  closedAt?: Date
  acceptedName?: string
  acceptedIp?: string | null
  acceptedUserAgent?: string | null
  declineReason?: string | null
  updatedAt: Date
}

export async function updateOffer(id: string, changes: OfferChanges): Promise<void> {
  await db
    .updateTable('offers')
    .set({
      status: changes.status,
      customer_id: changes.customerId,
      order_id: changes.orderId,
      notes: changes.notes,
      first_viewed_at: changes.firstViewedAt,
      reminded_at: changes.remindedAt,
      closed_at: changes.closedAt,
      accepted_name: changes.acceptedName,
      accepted_ip: changes.acceptedIp,
      accepted_user_agent: changes.acceptedUserAgent,
      decline_reason: changes.declineReason,
      updated_at: changes.updatedAt,
    })
    .where('id', '=', id)
    .execute()
}

/** What was sealed when it was sent. */
export async function findSealed(id: string): Promise<{
  content: QuoteContent
  document: StoredDocument
  hash: Buffer
  sealedToken: SealedSecret
} | null> {
  const row = await db
    .selectFrom('offers')
    .select(['content', 'document', 'hash', 'sealed_token'])
    .where('id', '=', id)
    .where('sent_at', 'is not', null)
    .executeTakeFirst()
  if (!row) return null
  return {
    content: row.content as unknown as QuoteContent,
    document: row.document as unknown as StoredDocument,
    hash: row.hash!,
    sealedToken: row.sealed_token as unknown as SealedSecret,
  }
}

function toOffer(row: OfferRow): Offer {
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    reference: row.reference,
    status: row.status as OfferStatus,
    customerId: row.customer_id,
    customerName: row.customer_name,
    email: row.email,
    name: row.name,
    currency: row.currency,
    country: row.country,
    locale: row.locale,
    terms: row.terms as unknown as OfferTerms,
    intro: row.intro,
    notes: row.notes,
    validUntil: row.valid_until,
    revision: row.revision,
    subtotal: row.subtotal,
    taxTotal: row.tax_total,
    total: row.total,
    sentAt: row.sent_at,
    firstViewedAt: row.first_viewed_at,
    remindedAt: row.reminded_at,
    closedAt: row.closed_at,
    acceptedName: row.accepted_name,
    acceptedIp: row.accepted_ip,
    declineReason: row.decline_reason,
    orderId: row.order_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
