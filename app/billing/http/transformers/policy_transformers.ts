import vine from '@vinejs/vine'
import type { WrittenPolicies } from '#app/tenancy/index'
import type { CalendarDate } from '#app/shared/time/calendar'
import { datedTimeline, type DunningPolicy, dunningNames, readDunning } from '#app/billing/domain/dunning'
import type { LateFee } from '#app/billing/domain/late_fee'
import { type BillingPolicies, defaultPolicies, readPolicies } from '#app/billing/domain/policies'
import { policyRules } from '#app/billing/domain/policy_rules'
import { toSnake } from '#app/billing/http/validators/policy_validators'
import type { GroupDunning } from '#app/billing/records/group_dunning'

/** What happens to an unpaid invoice that is due on a day, date by date. */
export function showExample(policy: DunningPolicy, dueOn: CalendarDate) {
  const steps = datedTimeline(policy, dueOn).map(({ day, on, kind, announces }) => ({ day, on, kind, announces }))
  return { due_on: dueOn, steps }
} // prettier-ignore

export function showPolicies({ settings, version }: WrittenPolicies, exampleDueOn: CalendarDate) {
  const policies = readPolicies(settings)
  return {
    version,
    policies: toWire(policies),
    defaults: toWire(defaultPolicies),
    example: showExample(policies, exampleDueOn),
  }
}

export function showGroupDunning(
  { policy, version }: Pick<GroupDunning, 'policy' | 'version'>,
  standard: DunningPolicy,
  exampleDueOn: CalendarDate
) {
  const used = policy ? readDunning(policy) : standard
  return {
    version,
    has_own: policy !== null,
    policy: dunningToWire(used),
    standard: dunningToWire(standard),
    example: showExample(used, exampleDueOn),
  }
}

function toWire(policies: BillingPolicies) {
  const { lateFee, ...rest } = policies
  const shown = Object.fromEntries(Object.entries(rest).map(([name, value]) => [toSnake(name), value]))
  return { ...shown, late_fee: lateFee && lateFeeToWire(lateFee) }
}

export function dunningToWire(policy: DunningPolicy) {
  const shown = dunningNames.map((name) => [toSnake(name), name === 'lateFee' ? policy.lateFee && lateFeeToWire(policy.lateFee) : policy[name]]) // prettier-ignore
  return Object.fromEntries(shown) as Record<string, unknown>
}

function lateFeeToWire(fee: LateFee) {
  const common = { kind: fee.kind, after_days: fee.afterDays, is_taxed: fee.isTaxed }
  return fee.kind === 'fixed'
    ? { ...common, amounts: fee.amounts, percent: null, minimum: {}, maximum: {} }
    : { ...common, amounts: {}, percent: fee.percent, minimum: fee.minimum, maximum: fee.maximum }
}

const byCurrency = () => vine.record(vine.string())
const lateFee = () =>
  vine
    .object({
      kind: vine.enum(['fixed', 'percent'] as const),
      after_days: vine.number(),
      is_taxed: vine.boolean(),
      amounts: byCurrency(),
      percent: vine.string().nullable(),
      minimum: byCurrency(),
      maximum: byCurrency(),
    })
    .nullable()

const dunning = () => ({
  collection_days: vine.array(vine.number()),
  suspension_days: vine.number(),
  termination_days: vine.number(),
  suspension_notice_days: vine.array(vine.number()),
  termination_notice_days: vine.array(vine.number()),
  late_fee: lateFee(),
})

const policies = () =>
  vine.object({
    ...dunning(),
    invoice_lead_days: vine.number(),
    invoice_grouping: vine.enum(policyRules.invoiceGrouping.choices),
    summary_day: vine.number(),
    new_services: vine.enum(policyRules.newServices.choices),
    collection_hour: vine.number(),
    tax_rounding: vine.enum(policyRules.taxRounding.choices),
    proration: vine.enum(policyRules.proration.choices),
    upgrade: vine.enum(policyRules.upgrade.choices),
    downgrade: vine.enum(policyRules.downgrade.choices),
    change_payment_days: vine.number(),
    price_notice_days: vine.number(),
    hand_over_days: vine.number(),
    disputed_services: vine.enum(policyRules.disputedServices.choices),
    lost_disputes: vine.enum(policyRules.lostDisputes.choices),
    risky_orders: vine.enum(policyRules.riskyOrders.choices),
  })

const example = () =>
  vine.object({
    due_on: vine.string(),
    steps: vine.array(
      vine.object({
        day: vine.number(),
        on: vine.string(),
        kind: vine.enum(['charge', 'notice', 'late_fee', 'suspension', 'termination'] as const),
        announces: vine.enum(['suspension', 'termination'] as const).nullable(),
      })
    ),
  })

export const policiesShape = vine.create({
  version: vine.number(),
  policies: policies(),
  defaults: policies(),
  example: example(),
})
export const groupDunningShape = vine.create({
  version: vine.number(),
  has_own: vine.boolean(),
  policy: vine.object(dunning()),
  standard: vine.object(dunning()),
  example: example(),
})
export const policyPreviewShape = vine.create({ example: example() })
