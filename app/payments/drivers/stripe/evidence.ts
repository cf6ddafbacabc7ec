import type Stripe from 'stripe'
import { err, ok, type Result } from '#app/shared/result'
import type { DisputeEvidence } from '#app/payments/drivers/contract'

/** Texts of an evidence together may not be longer. */
const textsMax = 150_000

type EvidenceFile = DisputeEvidence['files'][number]
type FileField =
  | 'receipt'
  | 'service_documentation'
  | 'customer_communication'
  | 'uncategorized_file'
  | 'duplicate_charge_documentation'
  | 'refund_policy'
  | 'cancellation_policy'
  | 'shipping_documentation'

/** Where a file of a kind belongs. Each field takes one file; whatever finds its own taken goes where there is room, the general one first. */
const homes: Record<EvidenceFile['kind'], FileField> = {
  invoice: 'receipt',
  activity: 'service_documentation',
  mails: 'customer_communication',
  other: 'uncategorized_file',
}
const spare: readonly FileField[] = [
  'uncategorized_file',
  'service_documentation',
  'customer_communication',
  'receipt',
  'duplicate_charge_documentation',
  'refund_policy',
  'cancellation_policy',
  'shipping_documentation',
]

/** Which field each file goes into; the number of those that fit when there are too many. */
export function placeFiles<Placed extends Pick<EvidenceFile, 'kind'>>(
  files: readonly Placed[]
): Result<Map<FileField, Placed>, { fits: number }> {
  const placed = new Map<FileField, Placed>()
  const homeless: Placed[] = []
  for (const file of files) {
    if (placed.has(homes[file.kind])) homeless.push(file)
    else placed.set(homes[file.kind], file)
  }
  for (const file of homeless) {
    const free = spare.find((field) => !placed.has(field))
    if (!free) return err({ fits: spare.length })
    placed.set(free, file)
  }
  return ok(placed)
}

/**
 * Uploads the files of an evidence, each under a key of its own, so that a repeat uploads none twice.
 * @returns the ids of the uploaded files by field
 * @see https://docs.stripe.com/file-upload
 */
export async function uploadFiles(
  stripe: Stripe,
  placed: ReadonlyMap<FileField, EvidenceFile>,
  idempotencyKey: string
): Promise<Stripe.DisputeUpdateParams.Evidence> {
  const uploaded: Stripe.DisputeUpdateParams.Evidence = {}
  for (const [field, { name, mediaType, content }] of placed) {
    const file = await stripe.files.create(
      { purpose: 'dispute_evidence', file: { data: content, name, type: mediaType } },
      { idempotencyKey: `${idempotencyKey}:${field}` }
    )
    uploaded[field] = file.id
  }
  return uploaded
}

/** Uploads files that belong to no field, each under a key of its own. @returns their ids, in their order */
export async function uploadInOrder(
  stripe: Stripe,
  files: readonly EvidenceFile[],
  idempotencyKey: string
): Promise<string[]> {
  const ids: string[] = []
  for (const [index, { name, mediaType, content }] of files.entries()) {
    const uploaded = await stripe.files.create(
      { purpose: 'dispute_evidence', file: { data: content, name, type: mediaType } },
      { idempotencyKey: `${idempotencyKey}:${index}` }
    )
    ids.push(uploaded.id)
  }
  return ids
}

/** What is said, as far as there is room for it. */
export function toTexts(evidence: DisputeEvidence): Stripe.DisputeUpdateParams.Evidence {
  const given = {
    customer_name: evidence.customerName,
    customer_email_address: evidence.customerEmail,
    customer_purchase_ip: evidence.customerIp,
    product_description: evidence.productDescription,
    service_date: evidence.serviceDate,
    access_activity_log: evidence.accessLog,
    refund_policy_disclosure: evidence.refundPolicy,
    uncategorized_text: evidence.statement,
  }
  let left = textsMax
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, text]) => {
      const shown = text?.slice(0, left) ?? ''
      left -= shown.length
      return shown ? [[name, shown]] : []
    })
  )
}
