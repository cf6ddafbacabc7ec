import type { Call } from './account.ts'
import type { Endpoint } from './endpoint.ts'
import { resourceMissing } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { page } from './lists.ts'
import type { Charge, EarlyFraudWarning } from './money_objects.ts'

export const earlyFraudWarningEndpoints: Endpoint[] = [
  { method: 'GET', url: '/v1/radar/early_fraud_warnings', run: list },
  { method: 'GET', url: '/v1/radar/early_fraud_warnings/:id', run: find },
]

/** The bank of a cardholder reports a charge as fraud; mostly a dispute follows some days later. Once for a charge. */
export function warnOfFraud(call: Call, charge: Charge): EarlyFraudWarning {
  const [known] = call.records.earlyFraudWarnings.list({ filter: (item) => item.charge === charge.id })
  if (known) return asOfNow(call, known)
  const warning: EarlyFraudWarning = {
    id: newId('issfr'),
    object: 'radar.early_fraud_warning',
    actionable: true,
    charge: charge.id,
    created: call.now,
    fraud_type: 'made_with_stolen_card',
    livemode: false,
    payment_intent: charge.payment_intent,
  }
  call.records.earlyFraudWarnings.insert(warning.id, warning)
  emit(call, 'radar.early_fraud_warning.created', warning)
  return warning
}

/** Nothing is left to do about what is disputed or went back whole. */
function asOfNow({ records }: Call, warning: EarlyFraudWarning): EarlyFraudWarning {
  const charge = records.charges.get(warning.charge)
  const hasDispute = records.disputes.list({ filter: (item) => item.charge === warning.charge, limit: 1 }).length > 0
  return { ...warning, actionable: !hasDispute && charge?.refunded !== true }
} // prettier-ignore

function find(call: Call): EarlyFraudWarning {
  const warning = call.records.earlyFraudWarnings.get(call.path.id ?? '')
  if (!warning) throw resourceMissing('early fraud warning', call.path.id ?? '')
  return asOfNow(call, warning)
}

function list(call: Call): object {
  const charge = call.params.text('charge')
  const intent = call.params.text('payment_intent')
  const found = page(call, call.records.earlyFraudWarnings, {
    url: '/v1/radar/early_fraud_warnings',
    filter: (warning) =>
      (charge === undefined || warning.charge === charge) &&
      (intent === undefined || warning.payment_intent === intent),
  }) as { data: EarlyFraudWarning[] }
  return { ...found, data: found.data.map((warning) => asOfNow(call, warning)) }
}
