import { formatMoney } from '#app/shared/money/money'

/** What our records know that speaks for a payment. Dates are calendar dates, instants are in time. */
export interface EvidenceFacts {
  payment: {
    amount: bigint
    currency: string
    succeeded_at: Date | null
    customer_name: string
    customer_email: string
    brand: string | null
    last4: string | null
    ip: string | null
    order_number: bigint | null
    terms_accepted_at: Date | null
  }
  invoices: { id: string; reference: string; issued_on: string }[]
  lines: { description: string; period_starts_on: string | null; period_ends_on: string | null }[]
  services: {
    id: string
    hostname: string
    status: string
    activated_at: Date | null
    terminated_at: Date | null
  }[]
  signIns: { ip: string | null; at: Date }[]
  operations: { kind: string; requested_by_kind: string; created_at: Date; hostname: string }[]
  mails: { subject_line: string | null; recipient: string; sent_at: Date }[]
}

/** The texts of an evidence, in English: banks read no other language everywhere. */
export interface EvidenceTexts {
  customerName: string
  customerEmail: string
  customerIp: string | null
  productDescription: string
  serviceDate: string | null
  statement: string
  accessLog: string | null
  refundPolicy: string | null
}

/** Writes down what speaks for a payment: facts with their dates, no opinion. What is not known is not said. */
export function writeEvidence(facts: EvidenceFacts): EvidenceTexts {
  const { payment, lines, signIns } = facts
  const starts = lines.flatMap(({ period_starts_on: startsOn }) => (startsOn ? [startsOn] : [])).toSorted()
  return {
    customerName: payment.customer_name,
    customerEmail: payment.customer_email,
    customerIp: payment.ip ?? signIns[0]?.ip ?? null,
    productDescription: lines.map(describeLine).join('\n') || 'Hosting services',
    serviceDate: starts[0] ?? null,
    statement: statementOf(facts),
    accessLog: logOf(facts),
    refundPolicy: null,
  }
}

function describeLine({ description, period_starts_on: from, period_ends_on: to }: EvidenceFacts['lines'][number]) {
  return from && to ? `${description} (${from} to ${to})` : description
} // prettier-ignore

function statementOf({ payment, invoices, services, signIns, operations, mails }: EvidenceFacts): string {
  const money = formatMoney({ amount: payment.amount, currency: payment.currency }, 'en')
  const card = payment.last4 ? ` with ${payment.brand ?? 'the card'} ending in ${payment.last4}` : ''
  const day = payment.succeeded_at ? ` on ${dayOf(payment.succeeded_at)}` : ''
  const invoiced = invoices.map(({ reference, issued_on: on }) => `${reference} of ${on}`).join(', ')
  const used = operations.filter(({ requested_by_kind: who }) => who === 'user' || who === 'customer').length
  const sentences = [
    `${payment.customer_name} (${payment.customer_email}) paid ${money}${card}${day}.`,
    payment.terms_accepted_at
      ? `The order${payment.order_number ? ` ${payment.order_number}` : ''} was placed and our terms were accepted on ${stampOf(payment.terms_accepted_at)}${payment.ip ? ` from ${payment.ip}` : ''}.`
      : null,
    invoiced ? `It paid the invoice ${invoiced}, sent to the customer.` : null,
    ...services.map(describeService),
    signIns.length > 0
      ? `The customer signed in to our portal ${signIns.length} times, last on ${stampOf(signIns[0]!.at)}${signIns[0]!.ip ? ` from ${signIns[0]!.ip}` : ''}.`
      : null,
    used > 0 ? `The customer worked with the service ${used} times through our portal.` : null,
    mails.length > 0
      ? `We wrote to the customer ${mails.length} times, last on ${dayOf(mails[0]!.sent_at)}.`
      : null,
  ]
  return sentences.filter((sentence) => sentence !== null).join('\n')
}

function describeService({ hostname, status, activated_at: from, terminated_at: to }: EvidenceFacts['services'][number]) {
  const began = from ? `has been delivered since ${stampOf(from)}` : `is ${status}`
  return `The service ${hostname} ${began}${to ? ` and ended on ${stampOf(to)}` : ''}.`
} // prettier-ignore

/** Sign-ins, work on the service and mails, newest first in each part. */
function logOf({ signIns, operations, mails }: EvidenceFacts): string | null {
  const parts = [
    ['Sign-ins', signIns.map(({ at, ip }) => `${stampOf(at)}  ${ip ?? 'unknown address'}`)],
    [
      'Service activity',
      operations.map(
        ({ created_at: at, kind, hostname, requested_by_kind: who }) =>
          `${stampOf(at)}  ${kind} of ${hostname}, asked for by ${who}`
      ),
    ],
    [
      'Mails sent',
      mails.map(({ sent_at: at, recipient, subject_line: subject }) => `${stampOf(at)}  ${recipient}: ${subject ?? ''}`),
    ],
  ] as const
  const written = parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}:\n${lines.join('\n')}`)
  return written.length > 0 ? written.join('\n\n') : null
} // prettier-ignore

function stampOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
