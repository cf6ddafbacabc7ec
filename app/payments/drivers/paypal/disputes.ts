import { randomUUID } from 'node:crypto'
import type { DisputeCalls, DisputeEvidence, GatewayDispute } from '#app/payments/drivers/contract'
import { fromAmount } from '#app/payments/drivers/paypal/amounts'
import type { Dispute, Link, Refund } from '#app/payments/drivers/paypal/api_types'
import { NotDone, orNull, outcomeOf } from '#app/payments/drivers/paypal/failures'
import { orderBehind, paymentOf } from '#app/payments/drivers/paypal/refunds'
import type { PayPalClient } from '#app/payments/drivers/paypal/transport'

const pageSize = 50
const notesMax = 2000

/** PayPal knows no keys here: an answer or an acceptance that was lost is looked up before it is given again. */
export function paypalDisputes(client: PayPalClient): DisputeCalls {
  return {
    findDispute: (reference) =>
      outcomeOf(() => orNull(() => readDispute(client, reference)), { isReading: true }),
    listDisputes: (since) => outcomeOf(() => disputesSince(client, since), { isReading: true }),
    answerDispute: ({ reference, evidence, isAppeal }) => {
      const verb = isAppeal ? 'appeal' : 'provide-evidence'
      return outcomeOf(() => act(client, { reference, verb, form: formOf(evidence) }))
    },
    findReversal: (reference) => outcomeOf(() => readReversal(client, reference), { isReading: true }),
    acceptDispute: ({ reference }) =>
      outcomeOf(() => act(client, { reference, verb: 'accept-claim', form: noteForm() })),
  }
}

/** PayPal shows what it took back as a refund that nobody asked for: an eCheck that bounced late, a bank that took the money back. */
async function readReversal(client: PayPalClient, reference: string): Promise<GatewayDispute | null> {
  const path = `/v2/payments/refunds/${encodeURIComponent(reference)}`
  const refund = await orNull(() => client.call<Refund>({ method: 'GET', path }))
  if (!refund || refund.status !== 'COMPLETED') return null
  return {
    reference,
    paymentReference: await paymentOf(client, refund),
    state: 'lost',
    reason: 'other',
    code: 'REVERSED',
    money: fromAmount(refund.amount),
    fee: null,
    respondBy: null,
    isAnswered: false,
    openedAt: new Date(refund.create_time ?? 0),
  }
}

function pathOf(reference: string): string {
  return `/v1/customer/disputes/${encodeURIComponent(reference)}`
}

async function readDispute(client: PayPalClient, reference: string): Promise<GatewayDispute> {
  const dispute = await client.call<Dispute>({ method: 'GET', path: pathOf(reference) })
  return toGatewayDispute(client, dispute)
}

/** The list is brief, so each is read by itself. */
async function disputesSince(client: PayPalClient, since: Date): Promise<GatewayDispute[]> {
  const query = new URLSearchParams({ start_time: since.toISOString(), page_size: String(pageSize) })
  const found: GatewayDispute[] = []
  for (let next: string | null = query.toString(); next !== null;) {
    const page: { items?: { dispute_id: string }[]; links?: Link[] } = await client.call({
      method: 'GET',
      path: `/v1/customer/disputes?${next}`,
    })
    for (const { dispute_id: id } of page.items ?? []) found.push(await readDispute(client, id))
    const address: string | undefined = page.links?.find(({ rel }) => rel === 'next')?.href
    next = address ? new URL(address).search.slice(1) : null
  }
  return found
}

/** What may be done is said by the links, not by the status. */
async function act(
  client: PayPalClient,
  { reference, verb, form }: { reference: string; verb: string; form: { contentType: string; bytes: Uint8Array } }
): Promise<GatewayDispute> {
  const dispute = await client.call<Dispute>({ method: 'GET', path: pathOf(reference) })
  if (!allows(dispute, verb)) {
    const asItStands = await toGatewayDispute(client, dispute)
    if (asItStands.isAnswered || dispute.status === 'RESOLVED') return asItStands
    throw new NotDone({ type: 'misconfigured', reason: `PayPal allows no ${verb} for ${reference} in its present state` })
  }
  await client.call({ method: 'POST', path: `${pathOf(reference)}/${verb}`, form })
  return readDispute(client, reference)
} // prettier-ignore

function allows({ links = [] }: Dispute, verb: string): boolean {
  return links.some(({ href }) => new URL(href).pathname.endsWith(`/${verb}`))
}

async function toGatewayDispute(client: PayPalClient, dispute: Dispute): Promise<GatewayDispute> {
  const captureId = dispute.disputed_transactions?.[0]?.seller_transaction_id ?? ''
  return translateDispute(dispute, captureId ? await orderBehind(client, captureId) : '')
}

const reasons: Record<string, string> = {
  UNAUTHORISED: 'fraudulent',
  MERCHANDISE_OR_SERVICE_NOT_RECEIVED: 'not_received',
  MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED: 'not_as_described',
  DUPLICATE_TRANSACTION: 'duplicate',
  PAYMENT_BY_OTHER_MEANS: 'duplicate',
  CREDIT_NOT_PROCESSED: 'credit_not_processed',
  CANCELED_RECURRING_BILLING: 'subscription_cancelled',
}

export function translateDispute(dispute: Dispute, paymentReference: string): GatewayDispute {
  const due = dispute.seller_response_due_date
  return {
    reference: dispute.dispute_id,
    paymentReference,
    state: stateOf(dispute),
    reason: reasons[dispute.reason] ?? 'other',
    code: dispute.reason,
    money: fromAmount(dispute.dispute_amount),
    fee: null,
    respondBy: due ? new Date(due) : null,
    isAnswered: wasAnswered(dispute),
    isAppeal: mayAppeal(dispute) || wasAppealed(dispute),
    openedAt: new Date(dispute.create_time),
  }
}

/** The buyer's evidence stands in the same list, PayPal may ask for more than was given, and an appeal is answered by itself. */
function wasAnswered(dispute: Dispute): boolean {
  const { status, evidences = [] } = dispute
  if (status === 'WAITING_FOR_SELLER_RESPONSE' || mayAppeal(dispute)) return false
  return evidences.some(({ source }) => source === 'SUBMITTED_BY_SELLER')
}

/** Decided against us, and PayPal would hear why that should not stand: its link says so, as the state is not part of the details. */
function mayAppeal(dispute: Dispute): boolean {
  return dispute.status === 'RESOLVED' && outcomeState(dispute) === 'lost' && allows(dispute, 'appeal')
}

function wasAppealed({ evidences = [] }: Dispute): boolean {
  return evidences.some(({ source, action_info: info }) => source === 'SUBMITTED_BY_SELLER' && info?.action === 'APPEAL')
} // prettier-ignore

function stateOf(dispute: Dispute): GatewayDispute['state'] {
  if (mayAppeal(dispute)) return 'needs_response'
  if (dispute.status === 'RESOLVED') return outcomeState(dispute)
  if (dispute.dispute_life_cycle_stage === 'INQUIRY') return 'inquiry'
  const waitsForUs = dispute.status === 'WAITING_FOR_SELLER_RESPONSE' || dispute.status === 'OPEN'
  return waitsForUs ? 'needs_response' : 'under_review'
}

/** Outcomes are an open set. Where the word does not say who won, the money does; where neither does, a person looks at it. */
function outcomeState(dispute: Dispute): GatewayDispute['state'] {
  switch (dispute.dispute_outcome?.outcome_code) {
    case 'RESOLVED_SELLER_FAVOUR':
    case 'DENIED':
      return 'won'
    case 'RESOLVED_BUYER_FAVOUR':
      return 'lost'
    case 'ACCEPTED':
      return 'accepted'
    case 'CANCELED_BY_BUYER':
      return 'withdrawn'
    default:
      return movedState(dispute)
  }
}

function movedState({ money_movements: movements = [] }: Dispute): GatewayDispute['state'] {
  const ours = movements.filter(({ affected_party: party }) => party === 'SELLER')
  const net = ours.reduce((sum, { type, amount }) => {
    const moved = amount ? fromAmount(amount).amount : 0n
    return type === 'DEBIT' ? sum - moved : sum + moved
  }, 0n)
  if (ours.length === 0) return 'under_review'
  return net < 0n ? 'lost' : 'won'
}

/** Sentences first, as PayPal reads them; each file with what it shows. */
function formOf(evidence: DisputeEvidence) {
  const notes = [
    evidence.statement,
    `Service: ${evidence.productDescription}`,
    evidence.serviceDate && `Provided since: ${evidence.serviceDate}`,
    `Customer: ${evidence.customerName}, ${evidence.customerEmail}${evidence.customerIp ? `, ${evidence.customerIp}` : ''}`,
    evidence.refundPolicy && `Refund policy: ${evidence.refundPolicy}`,
    evidence.accessLog && `Access: ${evidence.accessLog}`,
  ].filter(Boolean)
  const input = {
    evidences: [
      { evidence_type: 'PROOF_FOR_SOFTWARE_OR_SERVICE_DELIVERED', notes: notes.join('\n').slice(0, notesMax) },
    ],
  }
  const files = evidence.files.map(({ name, mediaType, content }, index) => ({
    part: `evidence-file${index + 1}`,
    name,
    mediaType,
    content,
  }))
  return multipart(input, files)
} // prettier-ignore

function noteForm() {
  return multipart({ note: 'We accept the claim.', accept_claim_reason: 'DID_NOT_SHIP_ITEM' }, [])
}

interface Part {
  part: string
  name: string
  mediaType: string
  content: Uint8Array
}

/** A form of parts: `input` is JSON, the others are files. */
export function multipart(input: object, files: readonly Part[]): { contentType: string; bytes: Uint8Array } {
  const boundary = `part-${randomUUID()}`
  const head = (name: string, rest: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${rest}\r\n\r\n`
  const parts: Uint8Array[] = [
    Buffer.from(`${head('input', '\r\nContent-Type: application/json')}${JSON.stringify(input)}\r\n`),
  ]
  for (const { part, name, mediaType, content } of files) {
    const safe = name.replaceAll(/[^\w.-]/g, '_')
    parts.push(Buffer.from(head(part, `; filename="${safe}"\r\nContent-Type: ${mediaType}`)))
    parts.push(content, Buffer.from('\r\n'))
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`))
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.concat(parts) }
}
