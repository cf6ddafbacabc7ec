/**
 * Mistakes that somebody could make in the engine, each of which the auditor must find by itself: `node bin/mutants.mjs`. A mistake is
 * what a pattern in a file of the application, as it runs, is replaced by.
 */
export interface Mutant {
  name: string
  /** The invariant of the domain that it breaks. */
  invariant: number
  file: string
  pattern: RegExp
  instead: string
  /** In which findings it shows, by the name of the check. */
  foundBy: RegExp
}

const nextDay = (day: string) => `new Date(Date.parse(${day}) + 86400000).toISOString().slice(0, 10)`

export const mutants: Mutant[] = [
  { name: 'a card is charged twice', invariant: 4, file: 'app/payments/actions/refresh_payment.ts', pattern: /return connection\.chargeSavedMethod\(\{/, instead: `await connection.chargeSavedMethod({ ...request, methodReference: method.reference, idempotencyKey: request.idempotencyKey + '-again' }); return connection.chargeSavedMethod({`, foundBy: /money at the gateway/ },
  { name: 'what is credited to the balance is lost', invariant: 2, file: 'app/billing/domain/bookings.ts', pattern: /chart\.customerBalance\(customerId\)(, \{\s*amount: toBalance)/, instead: 'chart.rounding()$1', foundBy: /what is credited to the balance is on it/ },
  { name: 'an entry does not balance', invariant: 1, file: 'app/payments/actions/record_gateway_answer.ts', pattern: /debit\(chart\.cash\(gateway\.ledgerCode\), \{\s*amount: capturedAmount/, instead: '$& + 1n', foundBy: /./ },
  { name: 'a period begins a day late', invariant: 3, file: 'app/subscriptions/domain/renewal.ts', pattern: /periodFrom\(subscription\.renewsOn, subscription\)/, instead: `periodFrom(${nextDay('subscription.renewsOn')}, subscription)`, foundBy: /a period begins where the one before ended/ },
  { name: 'nobody is invoiced a second time', invariant: 3, file: 'app/subscriptions/domain/renewal.ts', pattern: /invoiceOn: invoiceDay\(period\.endsOn, interval, terms\)/, instead: 'invoiceOn: null', foundBy: /who goes on has paid days ahead/ },
  { name: 'a notice comes twice', invariant: 12, file: 'app/messaging/actions/queue_message.ts', pattern: /recipients\.map\(\(recipient\)([\s\S]*?)\n\s*step,/, instead: '[...recipients, ...recipients].map((recipient, at)$1 step: step + 5000 * (at >= recipients.length),', foundBy: /nobody is told the same twice|each notice/ },
  { name: 'who does not pay is never suspended', invariant: 13, file: 'app/subscriptions/jobs/sweeps.ts', pattern: /execute\('suspend'\)/, instead: `execute('none')`, foundBy: /the unpaid are past due/ },
  { name: 'who has paid stays suspended', invariant: 13, file: 'app/subscriptions/actions/restore_subscriptions.ts', pattern: /if \(behind\.length === 0\)/, instead: 'if (behind.length >= 0)', foundBy: /who owes nothing overdue is not held back/ },
  { name: 'a server runs on while it is suspended', invariant: 5, file: 'app/provisioning/drivers/virtfusion/panel.ts', pattern: /return this\.switchSuspension\(reference, \{\s*path: 'suspend',\s*wanted: true\s*\}\)/, instead: `return { ok: true, value: undefined }`, foundBy: /what is suspended for days does not run/ },
  { name: 'tax is rounded down', invariant: 8, file: 'app/billing/domain/line_taxes.ts', pattern: /amount: exact\.roundHalfAwayFromZero\(\)/, instead: 'amount: exact.numerator / exact.denominator', foundBy: /prices/ },
  { name: 'a discount is taken twice', invariant: 8, file: 'app/promotions/domain/discount.ts', pattern: /\.times\(part\)\.roundHalfAwayFromZero\(\)/, instead: '.times(part).times(part.plus(part).dividedBy(part)).roundHalfAwayFromZero()', foundBy: /prices|quote/ },
  { name: 'a payment is announced to nobody', invariant: 11, file: 'app/shared/events/event_log.ts', pattern: /async record\(facts\) \{/, instead: `async record(all) { const facts = all.filter(({ kind }) => kind.name !== 'invoice.paid');`, foundBy: /invoice\.paid is announced/ },
  { name: 'a mail is called sent that never left', invariant: 12, file: 'app/messaging/drivers/smtp/driver.ts', pattern: /async send\(([a-z]+)\) \{/, instead: `async send($1) { if ($1.subject.length % 5 === 0) return { type: 'accepted' };`, foundBy: /mail that was sent/ },
] // prettier-ignore
